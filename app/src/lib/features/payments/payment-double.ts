import type { Payment, PaymentStream, PaymentSubscription } from "#lib/index/payments.ts";

type Hex = `0x${string}`;

const account = (number: number): Hex => `0x${number.toString(16).padStart(40, "0")}`;

/** Who takes part in what tests look at. */
export const people = {
  payer: account(1),
  payee: account(2),
  operator: account(3),
  arbiter: account(4),
  official: account(5),
  second: account(6),
  stranger: account(7),
  token: account(8),
  contract: account(9),
} as const;

export const paymentId: Hex = `0x${"ab".repeat(32)}`;
const transactionId: Hex = `0x${"cd".repeat(32)}`;

/** A payment of 1000 units that was authorised at 100, with 200 to capture, 300 to give back, and nothing captured yet. */
export function paymentDouble(own: Partial<Payment> = {}): Payment {
  return {
    id: paymentId,
    escrow: people.contract,
    payer: people.payer,
    payee: people.payee,
    token: people.token,
    amount: 1_000n,
    operator: people.operator,
    authoriseBy: 110,
    captureBy: 200,
    refundBy: 300,
    fee: 150,
    arbiter: people.arbiter,
    arbitration: 50,
    silence: 2_500,
    annex: null,
    orderReference: null,
    salt: 7n,
    shares: [],
    milestones: [],
    officials: [],
    twoPersonAbove: 0n,
    review: 0,
    phase: "open",
    held: 1_000n,
    refundable: 0n,
    captured: 0n,
    returned: 0n,
    refunded: 0n,
    fees: 0n,
    dispute: null,
    authorisedBy: people.payer,
    authorisedBlock: 1,
    authorisedAt: 100,
    authorisedIn: transactionId,
    ...own,
  };
}

export function disputeDouble(
  own: Partial<NonNullable<Payment["dispute"]>> = {},
): NonNullable<Payment["dispute"]> {
  return {
    openedBy: people.payer,
    evidence: paymentId,
    openedAt: 120,
    openedIn: transactionId,
    decideBy: 170,
    offer: null,
    offeredBy: null,
    outcome: null,
    payeeAmount: null,
    payerAmount: null,
    document: null,
    endedBy: null,
    endedAt: null,
    endedIn: null,
    ...own,
  };
}

export function milestoneDouble(
  own: Partial<Payment["milestones"][number]> = {},
): Payment["milestones"][number] {
  return {
    index: 0,
    amount: 400n,
    phase: "open",
    invoice: null,
    reviewUntil: null,
    official: null,
    rejectedFor: null,
    byTime: false,
    changedBy: null,
    changedAt: null,
    ...own,
  };
}

/** A stream of 7 units in 3 seconds from 1000 to 2000, with 500 units put in. */
export function streamDouble(own: Partial<PaymentStream> = {}): PaymentStream {
  return {
    id: paymentId,
    contract: people.contract,
    payer: people.payer,
    payee: people.payee,
    sponsor: null,
    token: people.token,
    amountPerPeriod: 7n,
    period: 3,
    cap: 10_000n,
    from: 1_000,
    until: 2_000,
    feeBps: 100,
    orderReference: null,
    meter: null,
    meterSubject: null,
    node: null,
    salt: 1n,
    status: "running",
    deposited: 500n,
    paid: 0n,
    fees: 0n,
    returned: 0n,
    held: 500n,
    counted: 0,
    countedAt: 1_000,
    reading: 0n,
    openedBy: people.payer,
    openedAt: 900,
    openedIn: transactionId,
    endedBy: null,
    endedAt: null,
    ...own,
  };
}

/** A node that is active since second 1,000. */
export function nodeDouble(
  own: Partial<NonNullable<PaymentStream["node"]>> = {},
): NonNullable<PaymentStream["node"]> {
  return {
    id: paymentId,
    host: "node.example",
    status: "active",
    activeSecondsBefore: 0,
    activeSince: 1_000,
    ...own,
  };
}

/** A subscription to 100 units every 10 seconds from 1000 to 1035, which can be collected for 15 seconds after a period. */
export function subscriptionDouble(own: Partial<PaymentSubscription> = {}): PaymentSubscription {
  return {
    id: paymentId,
    contract: people.contract,
    payer: people.payer,
    payee: people.payee,
    token: people.token,
    amountPerPeriod: 100n,
    period: 10,
    from: 1_000,
    until: 1_035,
    grace: 15,
    feeBps: 100,
    orderReference: null,
    salt: 1n,
    status: "active",
    end: 1_035,
    collected: 0n,
    fees: 0n,
    periods: [],
    agreedBy: people.payer,
    agreedAt: 990,
    agreedIn: transactionId,
    cancelledBy: null,
    ...own,
  };
}
