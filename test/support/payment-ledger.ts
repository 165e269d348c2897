import {
  encodeAbiParameters,
  keccak256,
  zeroAddress,
  zeroHash,
  type Address,
  type Hex,
} from "viem";

import { type SignedApproval, type SignedTransfer, TokenLedger } from "./token-ledger.ts";

/** Amounts in units of the token, times in seconds since 1970, shares and fees in basis points: as in `IPaymentEscrow`. */
export interface Terms {
  payer: Address;
  payee: Address;
  token: Address;
  amount: bigint;
  operator: Address;
  authoriseBy: number;
  captureBy: number;
  refundBy: number;
  fee: number;
  arbiter: Address;
  arbitration: number;
  silence: number;
  annex: Hex;
  orderReference: Hex;
  salt: bigint;
}

export interface Annex {
  shares: readonly { payee: Address; part: number }[];
  milestones: readonly bigint[];
  officials: readonly Address[];
  twoPersonAbove: bigint;
  review: number;
}

export const emptyAnnex: Annex = {
  shares: [],
  milestones: [],
  officials: [],
  twoPersonAbove: 0n,
  review: 0,
};

/** Numbers as in `IPaymentEscrow`. */
export const PaymentPhase = { None: 0, Open: 1, Disputed: 2 } as const;
export const MilestonePhase = { Open: 0, Delivered: 1, Approved: 2, Accepted: 3 } as const;

export interface Milestone {
  official: Address;
  reviewUntil: number;
  phase: number;
  invoice: Hex;
}

export interface Dispute {
  decideBy: number;
  offer: bigint;
  offeredBy: Address;
}

/** A sum that left a payment. */
export interface Payout {
  what: "capture" | "fee" | "return" | "refund";
  account: Address;
  amount: bigint;
}

/** State of a payment, and what happened with its money since it was authorised. */
export interface Payment {
  phase: number;
  held: bigint;
  refundable: bigint;
  milestones: Map<number, Milestone>;
  dispute: Dispute;
  /** Amounts of each capture, by whatever verb. */
  captured: bigint[];
  /** Went back without having been captured. */
  returned: bigint;
  refunded: bigint;
  payouts: Payout[];
}

/** What the escrow's authors chose within the interface: it names these bounds in its errors alone. */
export interface Bounds {
  arbitrationMinimum: number;
  arbitrationMaximum: number;
  /** Seconds from now within which `refundBy` lies. */
  horizon: number;
}

/** What `PaymentRules` says. */
export interface Rules {
  feeReceiver: Address;
  tokens: Map<Address, { feeMinimum: number; feeMaximum: number }>;
  arbiters: Set<Address>;
}

type Conditions = readonly (readonly [boolean, string])[];

/** Names of the errors of which the condition holds. */
const refusalsOf = (conditions: Conditions): string[] => [
  ...new Set(conditions.flatMap(([holds, name]) => (holds ? [name] : []))),
];

/** `abi.encode` of an annex. */
export function encodeAnnex(annex: Annex): Hex {
  return encodeAbiParameters(
    [
      {
        type: "tuple",
        components: [
          {
            name: "shares",
            type: "tuple[]",
            components: [
              { name: "payee", type: "address" },
              { name: "part", type: "uint16" },
            ],
          },
          { name: "milestones", type: "uint120[]" },
          { name: "officials", type: "address[]" },
          { name: "twoPersonAbove", type: "uint120" },
          { name: "review", type: "uint32" },
        ],
      },
    ],
    [annex],
  );
}

const annexHashes = new WeakMap<Annex, Hex>();

/** What terms say of an annex: 0 if there is none. */
export function annexHash(annex: Annex): Hex {
  const { shares, milestones, officials, twoPersonAbove, review } = annex;
  const known = annexHashes.get(annex);
  if (known !== undefined) return known;
  const isNone =
    shares.length + milestones.length + officials.length + review === 0 && twoPersonAbove === 0n;
  const hash = isNone ? zeroHash : keccak256(encodeAnnex(annex));
  annexHashes.set(annex, hash);
  return hash;
}

const untouchedMilestone: Milestone = {
  official: zeroAddress,
  reviewUntil: 0,
  phase: MilestonePhase.Open,
  invoice: zeroHash,
};

const points = (amount: bigint, part: number): bigint => (amount * BigInt(part)) / 10_000n;

/**
 * The escrow of payments as its interface describes it, without a chain. Every verb answers the names of all errors that the interface
 * has for what is wrong: none if it was done. Which of several errors comes first the interface leaves open. Refused verbs change nothing.
 */
export class PaymentLedger {
  /** Seconds since 1970. */
  now = 0;
  readonly escrow: Address;
  readonly bounds: Bounds;
  readonly rules: Rules;
  readonly tokens = new Map<Address, TokenLedger>();
  readonly #payments = new Map<Terms, Payment>();
  /** By token, then by account. */
  readonly #claimable = new Map<Address, Map<Address, bigint>>();
  constructor(escrow: Address, bounds: Bounds, rules: Rules) {
    this.escrow = escrow;
    this.bounds = bounds;
    this.rules = rules;
  }

  /** Payments that were authorised. Terms are told apart as objects: two of them never have equal values. */
  get payments(): ReadonlyMap<Terms, Payment> {
    return this.#payments;
  }

  claimable(token: Address, account: Address): bigint {
    return this.#claimable.get(token)?.get(account) ?? 0n;
  }

  /** All that waits to be claimed in a token. */
  waiting(token: Address): bigint {
    const amounts = this.#claimable.get(token)?.values() ?? [];
    return [...amounts].reduce((total, amount) => total + amount, 0n);
  }

  /** The payment as the views show it. */
  payment(terms: Terms): Payment {
    return (
      this.#payments.get(terms) ?? {
        phase: PaymentPhase.None,
        held: 0n,
        refundable: 0n,
        milestones: new Map(),
        dispute: { decideBy: 0, offer: 0n, offeredBy: zeroAddress },
        captured: [],
        returned: 0n,
        refunded: 0n,
        payouts: [],
      }
    );
  }

  milestone(terms: Terms, index: number): Milestone {
    return this.payment(terms).milestones.get(index) ?? untouchedMilestone;
  }

  authorise(caller: Address, terms: Terms, annex: Annex): string[] {
    const refusals = [
      ...this.#termsRefusals(terms, annex),
      ...refusalsOf([[caller !== terms.payer, "PaymentEscrowNotEntitled"]]),
    ];
    return this.#authorise(refusals, terms, caller);
  }

  authoriseFor(caller: Address, terms: Terms, annex: Annex): string[] {
    const refusals = this.#termsRefusals(terms, annex);
    return this.#authorise(refusals, terms, caller);
  }

  authoriseWithPermit(
    caller: Address,
    terms: Terms,
    annex: Annex,
    approval: SignedApproval,
  ): string[] {
    const refusals = [
      ...this.#termsRefusals(terms, annex),
      ...refusalsOf([[caller !== terms.payer, "PaymentEscrowNotEntitled"]]),
    ];
    const { payer, token, amount } = terms;
    const counts = approval.isValid && this.now <= approval.deadline;
    const refused = this.#authorise(refusals, terms, payer, counts ? amount : undefined);
    if (refused.length === 0 && counts) this.#token(token).countApproval(payer);
    return refused;
  }

  authoriseWithAuthorization(
    _caller: Address,
    terms: Terms,
    annex: Annex,
    signed: SignedTransfer,
  ): string[] {
    const refusals = this.#termsRefusals(terms, annex);
    return this.#authoriseSigned(refusals, terms, signed);
  }

  charge(caller: Address, terms: Terms, annex: Annex): string[] {
    const refusals = [
      ...this.#termsRefusals(terms, annex),
      ...refusalsOf([
        [caller !== terms.payer, "PaymentEscrowNotEntitled"],
        [annex.milestones.length > 0, "PaymentEscrowOtherWay"],
      ]),
    ];
    const refused = this.#authorise(refusals, terms, caller);
    return this.#captureAll(refused, terms, annex);
  }

  chargeWithAuthorization(
    caller: Address,
    terms: Terms,
    annex: Annex,
    signed: SignedTransfer,
  ): string[] {
    const refusals = [
      ...this.#termsRefusals(terms, annex),
      ...refusalsOf([
        [caller !== terms.operator, "PaymentEscrowNotEntitled"],
        [annex.milestones.length > 0, "PaymentEscrowOtherWay"],
      ]),
    ];
    const refused = this.#authoriseSigned(refusals, terms, signed);
    return this.#captureAll(refused, terms, annex);
  }

  capture(caller: Address, terms: Terms, annex: Annex, amount: bigint): string[] {
    const payment = this.payment(terms);
    const refusals = refusalsOf([
      ...this.#phaseConditions(terms, PaymentPhase.Open),
      ...this.#annexConditions(terms, annex),
      [caller !== terms.operator, "PaymentEscrowNotEntitled"],
      [annex.milestones.length > 0, "PaymentEscrowOtherWay"],
      [this.now > terms.captureBy, "PaymentEscrowTooLate"],
      [amount === 0n || amount > payment.held, "PaymentEscrowAmountOutOfBounds"],
    ]);
    if (refusals.length > 0) return refusals;
    this.#capture(terms, annex, amount);
    return [];
  }

  void(caller: Address, terms: Terms): string[] {
    const payment = this.payment(terms);
    const refusals = refusalsOf([
      [payment.phase === PaymentPhase.None, "PaymentEscrowWrongPhase"],
      [!this.#givesBack(caller, terms), "PaymentEscrowNotEntitled"],
      [payment.held === 0n, "PaymentEscrowAmountOutOfBounds"],
    ]);
    if (refusals.length > 0) return refusals;
    payment.phase = PaymentPhase.Open;
    this.#return(terms, payment.held);
    return [];
  }

  reclaim(_caller: Address, terms: Terms): string[] {
    const payment = this.payment(terms);
    const refusals = refusalsOf([
      ...this.#phaseConditions(terms, PaymentPhase.Open),
      [this.now <= terms.captureBy, "PaymentEscrowTooEarly"],
      [payment.held === 0n, "PaymentEscrowAmountOutOfBounds"],
    ]);
    if (refusals.length > 0) return refusals;
    this.#return(terms, payment.held);
    return [];
  }

  refund(caller: Address, terms: Terms, amount: bigint): string[] {
    const payment = this.payment(terms);
    const refusals = refusalsOf([
      // What is disputed is what is held, and this is not.
      [payment.phase === PaymentPhase.None, "PaymentEscrowWrongPhase"],
      [!this.#givesBack(caller, terms), "PaymentEscrowNotEntitled"],
      [this.now > terms.refundBy, "PaymentEscrowTooLate"],
      [amount === 0n || amount > payment.refundable, "PaymentEscrowAmountOutOfBounds"],
    ]);
    if (refusals.length > 0) return refusals;
    // From the one account to the other: the interface leaves open that the escrow does not stand between them.
    return this.#transfer(terms.token, caller, terms.payer, amount, () => {
      payment.refundable -= amount;
      payment.refunded += amount;
      payment.payouts.push({ what: "refund", account: terms.payer, amount });
    });
  }

  deliverMilestone(
    caller: Address,
    terms: Terms,
    annex: Annex,
    index: number,
    invoice: Hex,
  ): string[] {
    const { Open, Approved } = MilestonePhase;
    const reviewUntil = annex.review === 0 ? 0 : this.now + annex.review;
    // "Where a review is agreed, a milestone that one official has approved already can still be delivered."
    const isEarly = annex.review > 0 && this.milestone(terms, index).reviewUntil === 0;
    const refusals = refusalsOf([
      ...this.#milestoneConditions(terms, annex, index, isEarly ? [Open, Approved] : [Open]),
      [caller !== terms.payee, "PaymentEscrowNotEntitled"],
      [this.now > terms.captureBy, "PaymentEscrowTooLate"],
      // "Has to end before `captureBy`", while the error's text is "would end after `captureBy`".
      [reviewUntil >= terms.captureBy, "PaymentEscrowReviewTooLong"],
    ]);
    if (refusals.length > 0) return refusals;
    this.#setMilestone(terms, index, {
      official: zeroAddress,
      reviewUntil,
      phase: MilestonePhase.Delivered,
      invoice,
    });
    return [];
  }

  acceptMilestone(
    caller: Address,
    terms: Terms,
    annex: Annex,
    index: number,
    invoice: Hex,
  ): string[] {
    const { Open, Delivered, Approved } = MilestonePhase;
    const milestone = this.milestone(terms, index);
    const amount = annex.milestones[index] ?? 0n;
    const isFirst = amount > annex.twoPersonAbove && milestone.phase !== Approved;
    const refusals = refusalsOf([
      ...this.#milestoneConditions(terms, annex, index, [Open, Delivered, Approved]),
      [!annex.officials.includes(caller), "PaymentEscrowNotEntitled"],
      [this.now > terms.captureBy, "PaymentEscrowTooLate"],
      [milestone.phase !== Open && milestone.invoice !== invoice, "PaymentEscrowInvoiceDiffers"],
      [
        milestone.phase === Approved && milestone.official === caller,
        "PaymentEscrowApprovedAlready",
      ],
      // The first of two pays nothing.
      [!isFirst && amount > this.payment(terms).held, "PaymentEscrowAmountOutOfBounds"],
    ]);
    if (refusals.length > 0) return refusals;
    if (isFirst) {
      this.#setMilestone(terms, index, {
        ...milestone,
        official: caller,
        phase: Approved,
        invoice,
      });
    } else {
      this.#acceptMilestone(terms, annex, index, invoice);
    }
    return [];
  }

  rejectMilestone(caller: Address, terms: Terms, annex: Annex, index: number): string[] {
    const { Delivered, Approved } = MilestonePhase;
    const { reviewUntil } = this.milestone(terms, index);
    const refusals = refusalsOf([
      ...this.#milestoneConditions(terms, annex, index, [Delivered, Approved]),
      [!annex.officials.includes(caller), "PaymentEscrowNotEntitled"],
      [this.now > terms.captureBy, "PaymentEscrowTooLate"],
      [reviewUntil !== 0 && this.now > reviewUntil, "PaymentEscrowTooLate"],
    ]);
    if (refusals.length > 0) return refusals;
    this.#setMilestone(terms, index, untouchedMilestone);
    return [];
  }

  acceptMilestoneByTime(_caller: Address, terms: Terms, annex: Annex, index: number): string[] {
    const { Delivered, Approved } = MilestonePhase;
    const { reviewUntil, invoice } = this.milestone(terms, index);
    const refusals = refusalsOf([
      // The first of two officials has not accepted it yet, and nobody has rejected it.
      ...this.#milestoneConditions(terms, annex, index, [Delivered, Approved]),
      [reviewUntil === 0, "PaymentEscrowMilestoneWrongPhase"],
      [this.now <= reviewUntil, "PaymentEscrowTooEarly"],
      [this.now > terms.captureBy, "PaymentEscrowTooLate"],
      [
        (annex.milestones[index] ?? 0n) > this.payment(terms).held,
        "PaymentEscrowAmountOutOfBounds",
      ],
    ]);
    if (refusals.length > 0) return refusals;
    this.#acceptMilestone(terms, annex, index, invoice);
    return [];
  }

  openDispute(caller: Address, terms: Terms): string[] {
    const payment = this.payment(terms);
    const refusals = refusalsOf([
      ...this.#phaseConditions(terms, PaymentPhase.Open),
      [!this.#isParty(caller, terms), "PaymentEscrowNotEntitled"],
      [this.now > terms.captureBy, "PaymentEscrowTooLate"],
      [
        terms.arbiter === zeroAddress || payment.dispute.decideBy !== 0,
        "PaymentEscrowNotDisputable",
      ],
      // The interface has no error for a dispute of nothing: this is the nearest but one.
      [payment.held === 0n, "PaymentEscrowNotDisputable"],
    ]);
    if (refusals.length > 0) return refusals;
    payment.phase = PaymentPhase.Disputed;
    payment.dispute.decideBy = this.now + terms.arbitration;
    return [];
  }

  offerSettlement(caller: Address, terms: Terms, payeeAmount: bigint): string[] {
    const payment = this.payment(terms);
    const refusals = refusalsOf([
      ...this.#phaseConditions(terms, PaymentPhase.Disputed),
      [!this.#isParty(caller, terms), "PaymentEscrowNotEntitled"],
      [payeeAmount > payment.held, "PaymentEscrowAmountOutOfBounds"],
    ]);
    if (refusals.length > 0) return refusals;
    payment.dispute.offer = payeeAmount;
    payment.dispute.offeredBy = caller;
    return [];
  }

  acceptSettlement(caller: Address, terms: Terms, annex: Annex, payeeAmount: bigint): string[] {
    const { dispute } = this.payment(terms);
    const other = caller === terms.payer ? terms.payee : terms.payer;
    const refusals = refusalsOf([
      ...this.#phaseConditions(terms, PaymentPhase.Disputed),
      ...this.#annexConditions(terms, annex),
      [!this.#isParty(caller, terms), "PaymentEscrowNotEntitled"],
      [dispute.offeredBy !== other || dispute.offer !== payeeAmount, "PaymentEscrowOfferDiffers"],
    ]);
    if (refusals.length > 0) return refusals;
    this.#settle(terms, annex, payeeAmount);
    return [];
  }

  decide(caller: Address, terms: Terms, annex: Annex, payeeAmount: bigint): string[] {
    const payment = this.payment(terms);
    const refusals = refusalsOf([
      ...this.#phaseConditions(terms, PaymentPhase.Disputed),
      ...this.#annexConditions(terms, annex),
      [caller !== terms.arbiter, "PaymentEscrowNotEntitled"],
      [this.now > payment.dispute.decideBy, "PaymentEscrowTooLate"],
      [payeeAmount > payment.held, "PaymentEscrowAmountOutOfBounds"],
    ]);
    if (refusals.length > 0) return refusals;
    this.#settle(terms, annex, payeeAmount);
    return [];
  }

  endDispute(_caller: Address, terms: Terms, annex: Annex): string[] {
    const payment = this.payment(terms);
    const refusals = refusalsOf([
      ...this.#phaseConditions(terms, PaymentPhase.Disputed),
      ...this.#annexConditions(terms, annex),
      [this.now <= payment.dispute.decideBy, "PaymentEscrowTooEarly"],
    ]);
    if (refusals.length > 0) return refusals;
    this.#settle(terms, annex, points(payment.held, terms.silence));
    return [];
  }

  claim(caller: Address, token: Address, recipient: Address): string[] {
    const amount = this.claimable(token, caller);
    const refusals = refusalsOf([
      [recipient === this.escrow, "CustodyToItself"],
      [amount === 0n, "CustodyNothingToClaim"],
    ]);
    if (refusals.length > 0) return refusals;
    const refused = this.#token(token).refusal(this.escrow, recipient, amount);
    if (refused) return [refused];
    this.#token(token).move(this.escrow, recipient, amount);
    this.#setClaimable(token, caller, 0n);
    return [];
  }

  #setClaimable(token: Address, account: Address, amount: bigint): void {
    const waiting = this.#claimable.get(token) ?? new Map<Address, bigint>();
    this.#claimable.set(token, waiting.set(account, amount));
  }

  #token(token: Address): TokenLedger {
    const found = this.tokens.get(token);
    if (!found) throw new Error(`The ledger has no token ${token}.`);
    return found;
  }

  /** What is wrong with the terms of a new payment. */
  #termsRefusals(terms: Terms, annex: Annex): string[] {
    const { payer, payee, operator, arbiter, arbitration, silence, amount } = terms;
    const { arbitrationMinimum, arbitrationMaximum, horizon } = this.bounds;
    const { shares, milestones, officials, twoPersonAbove } = annex;
    const nobody = [zeroAddress, this.escrow];
    const receivers = [payee, ...shares.map((share) => share.payee)];
    const hasMilestones = milestones.length > 0;
    const interested = [payer, operator, this.rules.feeReceiver, ...officials, ...receivers];
    const times = [
      this.now,
      terms.authoriseBy,
      terms.captureBy,
      terms.refundBy,
      this.now + horizon,
    ];
    const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);
    const partSum = shares.reduce((total, { part }) => total + part, 0);
    const officialsNeeded = milestones.some((one) => one > twoPersonAbove) ? 2 : 1;
    const rule = this.rules.tokens.get(terms.token);

    return refusalsOf([
      [amount === 0n, "PaymentEscrowAmountZero"],
      [
        [payer, ...receivers].some((account) => nobody.includes(account)),
        "PaymentEscrowPartyInvalid",
      ],
      [payer === payee, "PaymentEscrowPartyInvalid"],
      [hasMilestones !== (operator === zeroAddress), "PaymentEscrowOperatorInvalid"],
      [times.some((time, index) => time < (times[index - 1] ?? 0)), "PaymentEscrowTimesInvalid"],
      [arbiter !== zeroAddress && interested.includes(arbiter), "PaymentEscrowArbiterIsParty"],
      [
        arbiter === zeroAddress
          ? arbitration !== 0 || silence !== 0
          : arbitration < arbitrationMinimum ||
            arbitration > arbitrationMaximum ||
            silence > 10_000,
        "PaymentEscrowArbitrationInvalid",
      ],
      ...this.#annexConditions(terms, annex),
      [
        shares.length > 0 &&
          (shares.length < 2 ||
            shares.length > 16 ||
            partSum !== 10_000 ||
            shares.some(({ part }) => part === 0)),
        "PaymentEscrowSharesInvalid",
      ],
      [
        hasMilestones &&
          (milestones.length > 64 || milestones.includes(0n) || sum(milestones) !== amount),
        "PaymentEscrowMilestonesInvalid",
      ],
      [
        hasMilestones &&
          (officials.length < officialsNeeded ||
            officials.length > 16 ||
            new Set(officials).size < officials.length ||
            // The interface calls an arbiter who accepts a party, the escrow an official who cannot accept.
            officials.some(
              (one) =>
                one === zeroAddress ||
                [...receivers, arbiter, this.rules.feeReceiver].includes(one),
            )),
        "PaymentEscrowOfficialsInvalid",
      ],
      [!rule, "PaymentRulesTokenNotAllowed"],
      [
        rule !== undefined && (terms.fee < rule.feeMinimum || terms.fee > rule.feeMaximum),
        "PaymentRulesFeeOutOfBounds",
      ],
      [arbiter !== zeroAddress && !this.rules.arbiters.has(arbiter), "PaymentRulesNotArbiter"],
      [this.#payments.has(terms), "PaymentEscrowAuthorisedAlready"],
    ]);
  }

  #annexConditions(terms: Terms, annex: Annex): Conditions {
    return [[annexHash(annex) !== terms.annex, "PaymentEscrowAnnexDiffers"]];
  }

  #phaseConditions(terms: Terms, phase: number): Conditions {
    return [[this.payment(terms).phase !== phase, "PaymentEscrowWrongPhase"]];
  }

  #milestoneConditions(
    terms: Terms,
    annex: Annex,
    index: number,
    phases: readonly number[],
  ): Conditions {
    return [
      ...this.#phaseConditions(terms, PaymentPhase.Open),
      ...this.#annexConditions(terms, annex),
      [annex.milestones.length === 0, "PaymentEscrowOtherWay"],
      [
        index >= annex.milestones.length || !phases.includes(this.milestone(terms, index).phase),
        "PaymentEscrowMilestoneWrongPhase",
      ],
    ];
  }

  #isParty(account: Address, terms: Terms): boolean {
    return account === terms.payer || account === terms.payee;
  }

  /** Whoever can give money back to the payer. */
  #givesBack(account: Address, terms: Terms): boolean {
    return account === terms.payee || (account === terms.operator && account !== terms.payer);
  }

  /** Moves money that an account approved, whole or not at all; `change` is what the escrow notes before. */
  #transfer(
    token: Address,
    from: Address,
    to: Address,
    amount: bigint,
    change: () => void,
    approved = this.#token(token).allowance(from, this.escrow),
  ): string[] {
    const ledger = this.#token(token);
    const refused = ledger.refusalFor(from, to, amount, approved);
    if (refused) return [refused];
    if (ledger.arrives(amount) !== amount) return ["CustodyAmountDiffers"];
    change();
    ledger.approve(from, this.escrow, approved);
    ledger.spend(from, this.escrow, amount);
    ledger.move(from, to, amount);
    return [];
  }

  /** Authorises with money that an account approved. */
  #authorise(refusals: string[], terms: Terms, from: Address, approved?: bigint): string[] {
    if (refusals.length > 0) return [...new Set(refusals)];
    const note = () => this.#note(terms);
    return this.#transfer(terms.token, from, this.escrow, terms.amount, note, approved);
  }

  /** Authorises with money that the payer signed for. */
  #authoriseSigned(refusals: string[], terms: Terms, signed: SignedTransfer): string[] {
    if (refusals.length > 0) return [...new Set(refusals)];
    const { token, payer, amount } = terms;
    const ledger = this.#token(token);
    const refused = ledger.signedRefusals(payer, this.escrow, amount, signed, this.now);
    if (refused.length > 0) return refused;
    if (ledger.arrives(amount) !== amount) return ["CustodyAmountDiffers"];
    this.#note(terms);
    ledger.move(payer, this.escrow, amount);
    return [];
  }

  #note(terms: Terms): void {
    const payment = this.payment(terms);
    this.#payments.set(terms, { ...payment, phase: PaymentPhase.Open, held: terms.amount });
  }

  /** Captures what was authorised just now. */
  #captureAll(refused: string[], terms: Terms, annex: Annex): string[] {
    if (refused.length === 0) this.#capture(terms, annex, terms.amount);
    return refused;
  }

  #setMilestone(terms: Terms, index: number, milestone: Milestone): void {
    this.payment(terms).milestones.set(index, milestone);
  }

  #acceptMilestone(terms: Terms, annex: Annex, index: number, invoice: Hex): void {
    const milestone = this.milestone(terms, index);
    this.#setMilestone(terms, index, { ...milestone, phase: MilestonePhase.Accepted, invoice });
    this.#capture(terms, annex, annex.milestones[index] ?? 0n);
  }

  #settle(terms: Terms, annex: Annex, payeeAmount: bigint): void {
    const payment = this.payment(terms);
    // The last offer stays to be read, although it stands no longer.
    payment.phase = PaymentPhase.Open;
    // All of the state before all of the money, which a token can use to call.
    const payerAmount = payment.held - payeeAmount;
    payment.held = 0n;
    payment.returned += payerAmount;
    if (payeeAmount > 0n) this.#count(payment, payeeAmount);
    this.#pay(terms, { what: "return", account: terms.payer, amount: payerAmount });
    this.#distribute(terms, annex, payeeAmount);
  }

  #capture(terms: Terms, annex: Annex, amount: bigint): void {
    const payment = this.payment(terms);
    payment.held -= amount;
    this.#count(payment, amount);
    this.#distribute(terms, annex, amount);
  }

  #count(payment: Payment, captured: bigint): void {
    payment.refundable += captured;
    payment.captured.push(captured);
  }

  /**
   * Pays the fee and those who share. The order, the first of them last, matters only where a token has too little for all: the
   * interface leaves it open.
   */
  #distribute(terms: Terms, annex: Annex, amount: bigint): void {
    const fee = points(amount, terms.fee);
    const net = amount - fee;
    const [first, ...others] =
      annex.shares.length > 0 ? annex.shares : [{ payee: terms.payee, part: 10_000 }];
    const parts = others.map(({ payee, part }) => ({ account: payee, amount: points(net, part) }));
    const remainder = parts.reduce((rest, part) => rest - part.amount, net);
    const account = first?.payee ?? terms.payee;
    this.#pay(terms, { what: "fee", account: this.rules.feeReceiver, amount: fee });
    for (const part of [...parts, { account, amount: remainder }]) {
      this.#pay(terms, { what: "capture", ...part });
    }
  }

  /** Sends what was held back to the payer. */
  #return(terms: Terms, amount: bigint): void {
    const payment = this.payment(terms);
    payment.held -= amount;
    payment.returned += amount;
    this.#pay(terms, { what: "return", account: terms.payer, amount });
  }

  /** A payout that the token refuses waits for its account. */
  #pay(terms: Terms, payout: Payout): void {
    const { account, amount } = payout;
    if (amount === 0n) return;
    this.payment(terms).payouts.push(payout);
    const ledger = this.#token(terms.token);
    if (ledger.refusal(this.escrow, account, amount)) {
      this.#setClaimable(terms.token, account, this.claimable(terms.token, account) + amount);
    } else {
      ledger.move(this.escrow, account, amount);
    }
  }
}
