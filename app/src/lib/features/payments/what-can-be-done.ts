import { isSame } from "#lib/chain/bodies.ts";
import type { Payment } from "#lib/index/payments.ts";

type Hex = `0x${string}`;

export type PaymentAction =
  | "capture"
  | "void"
  | "refund"
  | "reclaim"
  | "deliver"
  | "accept"
  | "reject"
  | "accept-by-time"
  | "open-dispute"
  | "offer-settlement"
  | "accept-settlement"
  | "decide"
  | "end-dispute";

/** Something that can be done with a payment, a stream or a subscription, and by whom. */
export interface Possibility<Action extends string = PaymentAction> {
  action: Action;
  /** Place of the milestone, from 0; null for all else. */
  milestone: number | null;
  /** Who may do it; null for anybody. */
  who: readonly Hex[] | null;
  /** Only after this second; null if it can be done now. */
  after: number | null;
  /** Last second in which it can be done; null for no end. */
  until: number | null;
  /** Whether the viewer can do it now. */
  can: boolean;
}

export interface Viewer {
  account: string | null;
  onRightChain: boolean;
}

/** Judges who may do what now: the clock of the chain, and the account that looks on. */
export function judging(viewer: Viewer, now: number) {
  return <Action extends string>(
    action: Action,
    who: readonly Hex[] | null,
    {
      milestone = null,
      after = null,
      until = null,
    }: Partial<Pick<Possibility, "milestone" | "after" | "until">> = {},
  ): Possibility<Action> => {
    const { account, onRightChain } = viewer;
    const isMeant =
      account !== null && (who === null || who.some((entitled) => isSame(entitled, account)));
    const isTime = (after === null || now > after) && (until === null || now <= until);
    const still = after !== null && now > after ? null : after;
    return { action, milestone, who, after: still, until, can: isMeant && onRightChain && isTime };
  };
}

/**
 * What can be done with a payment, now or later if nothing else happens, and by whom: as the escrow judges it. What can be done no more is
 * left out.
 */
export function whatCanBeDone(payment: Payment, viewer: Viewer, now: number): Possibility[] {
  const { payer, payee, operator, captureBy, refundBy, held, refundable, dispute } = payment;
  const possible = judging(viewer, now);
  const payeeSide = [
    payee,
    ...(operator && operator !== payee && operator !== payer ? [operator] : []),
  ];
  const isDisputed = payment.phase === "disputed";
  const isInTime = now <= captureBy;
  const found: Possibility[] = [];
  if (isDisputed && dispute) {
    const { decideBy, offer, offeredBy } = dispute;
    if (offer !== null && offeredBy !== null)
      found.push(possible("accept-settlement", [offeredBy === payer ? payee : payer]));
    found.push(possible("offer-settlement", [payer, payee]));
    if (payment.arbiter && now <= decideBy)
      found.push(possible("decide", [payment.arbiter], { until: decideBy }));
    found.push(possible("end-dispute", null, { after: decideBy }));
  }
  if (!isDisputed && held > 0n && isInTime) {
    if (operator) found.push(possible("capture", [operator], { until: captureBy }));
    for (const milestone of payment.milestones) found.push(...ofMilestone(milestone));
  }
  if (held > 0n) found.push(possible("void", payeeSide));
  if (!isDisputed && held > 0n) found.push(possible("reclaim", null, { after: captureBy }));
  if (refundable > 0n && now <= refundBy)
    found.push(possible("refund", payeeSide, { until: refundBy }));
  if (!isDisputed && held > 0n && isInTime && payment.arbiter && !dispute)
    found.push(possible("open-dispute", [payer, payee], { until: captureBy }));
  return found;

  function ofMilestone({ index, phase, official, reviewUntil }: Payment["milestones"][number]) {
    const { officials, review } = payment;
    const on = { milestone: index, until: captureBy };
    switch (phase) {
      case "open": {
        // A review has to end before the last second of all.
        const deliverBy = review === 0 ? captureBy : captureBy - review - 1;
        return [
          possible("accept", officials, on),
          ...(now <= deliverBy ? [possible("deliver", [payee], { ...on, until: deliverBy })] : []),
        ];
      }
      case "delivered":
      case "approved": {
        const others = officials.filter((one) => one !== official);
        return [
          possible("accept", others, on),
          ...(reviewUntil === null || now <= reviewUntil
            ? [possible("reject", officials, { ...on, until: reviewUntil ?? captureBy })]
            : []),
          ...(reviewUntil === null
            ? []
            : [possible("accept-by-time", null, { ...on, after: reviewUntil })]),
        ];
      }
      case "accepted":
        return [];
    }
  }
}

/** Whether the acceptance of a milestone only counts as the first of two. */
export function isFirstOfTwo(payment: Payment, index: number): boolean {
  const milestone = payment.milestones.find((one) => one.index === index);
  return (
    milestone !== undefined &&
    milestone.amount > payment.twoPersonAbove &&
    milestone.phase !== "approved"
  );
}

/** What the payee gets of an amount, and what the fee takes; units of the token, the fee rounded down. */
export function afterFee(amount: bigint, points: number): { net: bigint; fee: bigint } {
  const fee = (amount * BigInt(points)) / 10_000n;
  return { net: amount - fee, fee };
}
