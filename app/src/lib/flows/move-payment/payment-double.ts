import { milestoneDouble } from "#lib/features/payments/payment-double.ts";
import type { Payment } from "#lib/index/payments.ts";

type Hex = `0x${string}`;

/** Accounts of tests. */
export const [payer, payee, operator, official, second, arbiter, stranger] = [
  "01",
  "02",
  "03",
  "04",
  "05",
  "06",
  "07",
].map((byte): Hex => `0x${"00".repeat(19)}${byte}`) as [Hex, Hex, Hex, Hex, Hex, Hex, Hex];

const transaction: Hex = `0x${"33".repeat(32)}`;

/** A payment of €100 that is held until second 1,000 and can be refunded until 2,000, with changes. */
export function payment(changes: Partial<Payment> = {}): Payment {
  return {
    id: `0x${"11".repeat(32)}`,
    escrow: `0x${"00".repeat(19)}ee`,
    payer,
    payee,
    token: `0x${"00".repeat(19)}dd`,
    amount: 100_000_000n,
    operator,
    authoriseBy: 100,
    captureBy: 1_000,
    refundBy: 2_000,
    fee: 100,
    arbiter,
    arbitration: 3_600,
    silence: 2_500,
    annex: null,
    orderReference: null,
    salt: 1n,
    shares: [],
    milestones: [],
    officials: [],
    twoPersonAbove: 0n,
    review: 0,
    phase: "open",
    held: 100_000_000n,
    refundable: 0n,
    captured: 0n,
    returned: 0n,
    refunded: 0n,
    fees: 0n,
    dispute: null,
    authorisedBy: payer,
    authorisedBlock: 1,
    authorisedAt: 1,
    authorisedIn: transaction,
    ...changes,
  };
}

/** Its only milestone, as far as it is. */
export function milestone(
  changes: Partial<Payment["milestones"][number]> = {},
): Payment["milestones"][number] {
  return milestoneDouble({ amount: 100_000_000n, ...changes });
}

/** A payment by that milestone, which two officials accept and silence after 100 seconds. */
export function byMilestone(changes: Partial<Payment["milestones"][number]> = {}): Payment {
  return payment({
    operator: null,
    officials: [official, second],
    milestones: [milestone(changes)],
    twoPersonAbove: 50_000_000n,
    review: 100,
  });
}

/** A dispute that is open until second 500. */
export function disputed(changes: Partial<NonNullable<Payment["dispute"]>> = {}): Payment {
  return payment({
    phase: "disputed",
    dispute: {
      openedBy: payer,
      evidence: `0x${"44".repeat(32)}`,
      openedAt: 100,
      openedIn: transaction,
      decideBy: 500,
      offer: null,
      offeredBy: null,
      outcome: null,
      payeeAmount: null,
      payerAmount: null,
      document: null,
      endedBy: null,
      endedAt: null,
      endedIn: null,
      ...changes,
    },
  });
}
