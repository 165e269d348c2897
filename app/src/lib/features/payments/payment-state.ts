import type { Payment, PaymentEvent } from "#lib/index/payments.ts";

/**
 * Where a payment stands, from its facts and the chain's clock. `overdue`: the time to capture is over, and what is held waits to be
 * reclaimed. `undecided`: the arbiter let its time pass, and anybody ends the dispute. `captured`: nothing is held, and what was captured
 * can still be given back. `closed`: nothing can move any more. `returned`: all went back without being captured.
 */
export const paymentStates = [
  "authorised",
  "part",
  "disputed",
  "undecided",
  "overdue",
  "captured",
  "closed",
  "refunded",
  "returned",
] as const;
export type PaymentState = (typeof paymentStates)[number];

type Facts = Pick<
  Payment,
  | "phase"
  | "held"
  | "refundable"
  | "captured"
  | "captureBy"
  | "refundBy"
  | "dispute"
  | "milestones"
  | "silence"
  | "amount"
>;

/** Where a payment stands at a time. */
export function paymentState(payment: Facts, now: number): PaymentState {
  if (payment.phase === "disputed")
    return now > (payment.dispute?.decideBy ?? now) ? "undecided" : "disputed";
  if (payment.held > 0n) {
    if (now > payment.captureBy) return "overdue";
    return payment.captured > 0n ? "part" : "authorised";
  }
  if (payment.captured === 0n) return "returned";
  if (payment.refundable === 0n) return "refunded";
  return now > payment.refundBy ? "closed" : "captured";
}

/** Whether nothing will happen any more. */
export function isOver(state: PaymentState): boolean {
  return state === "closed" || state === "refunded" || state === "returned";
}

/** Something that a payment waits for, until when, and what happens then if nobody does anything. Times are last seconds. */
export type Wait =
  /** Until then it can be captured; then anybody sends what is held back to the payer. */
  | { for: "capture" | "milestones"; until: number; held: bigint }
  /** Until then officials can reject a milestone; then anybody has it paid. */
  | { for: "review"; milestone: number; until: number; amount: bigint }
  /** Until then the arbiter decides; then anybody ends the dispute, and each gets so much. */
  | { for: "arbiter"; until: number; payee: bigint; payer: bigint }
  /** Until then the payee can give back; then nothing moves any more. */
  | { for: "refund"; until: number; refundable: bigint };

/** What a payment waits for at a time, what ends first first. */
export function waitsOf(payment: Facts, now: number): Wait[] {
  const waits: Wait[] = [];
  if (payment.dispute && payment.phase === "disputed") {
    const payee = bySilence(payment);
    waits.push({
      for: "arbiter",
      until: payment.dispute.decideBy,
      payee,
      payer: payment.held - payee,
    });
  } else if (payment.held > 0n) {
    waits.push({
      for: payment.milestones.length > 0 ? "milestones" : "capture",
      until: payment.captureBy,
      held: payment.held,
    });
    for (const { index, phase, reviewUntil, amount } of payment.milestones)
      if (isInReview({ phase, reviewUntil }) && now <= payment.captureBy)
        waits.push({ for: "review", milestone: index, until: reviewUntil ?? 0, amount });
  }
  if (payment.refundable > 0n && now <= payment.refundBy)
    waits.push({ for: "refund", until: payment.refundBy, refundable: payment.refundable });
  return waits.sort((a, b) => a.until - b.until);
}

/** What the payee gets of what is disputed if the arbiter is silent, as the escrow counts it. */
function bySilence({ held, silence }: Pick<Payment, "held" | "silence">): bigint {
  return (held * BigInt(silence)) / 10_000n;
}

/** Whether the silence of the officials accepts a milestone some time. */
export function isInReview({
  phase,
  reviewUntil,
}: Pick<Payment["milestones"][number], "phase" | "reviewUntil">): boolean {
  return reviewUntil !== null && (phase === "delivered" || phase === "approved");
}

/** The boxes of the picture: where a payment can stand, without what only its clock tells of a dispute. */
export const stations = [
  "authorised",
  "part",
  "disputed",
  "overdue",
  "captured",
  "returned",
  "closed",
  "refunded",
] as const;
export type Station = (typeof stations)[number];

/** Place of each box: the four stages of a payment, and in each of them the first or the second box. */
export const places: Record<Station, { stage: number; row: number }> = {
  authorised: { stage: 0, row: 0 },
  part: { stage: 0, row: 1 },
  disputed: { stage: 1, row: 0 },
  overdue: { stage: 1, row: 1 },
  captured: { stage: 2, row: 0 },
  returned: { stage: 2, row: 1 },
  closed: { stage: 3, row: 0 },
  refunded: { stage: 3, row: 1 },
};

export interface Diagram {
  present: Station;
  /** Boxes in the order in which they were reached, the present one last. */
  path: Station[];
  /** Boxes that can come next. */
  next: Station[];
}

/** The way of a payment so far, and where it can go from here. */
export function diagramOf(
  payment: Facts & Pick<Payment, "arbiter">,
  events: readonly PaymentEvent[],
  now: number,
): Diagram {
  const state = paymentState(payment, now);
  const present = state === "undecided" ? "disputed" : state;
  const path: Station[] = [];
  const reach = (station: Station) => {
    if (path.at(-1) !== station) path.push(station);
  };
  let captured = false;
  for (const event of events) {
    switch (event.__typename) {
      case "PaymentAuthorised":
        reach("authorised");
        break;
      case "PaymentCaptured":
        captured = true;
        reach(event.held === 0n ? "captured" : "part");
        break;
      case "DisputeOpened":
        reach("disputed");
        break;
      case "DisputeSettled":
        captured ||= event.payeeAmount > 0n;
        reach(captured ? "captured" : "returned");
        break;
      case "PaymentReclaimed":
        reach("overdue");
        reach(captured ? "captured" : "returned");
        break;
      case "PaymentVoided":
        reach(captured ? "captured" : "returned");
        break;
      default:
        break;
    }
  }
  reach(present);
  return { present, path, next: nextOf(payment, present) };
}

function nextOf(payment: Facts & Pick<Payment, "arbiter">, present: Station): Station[] {
  const back: Station = payment.captured > 0n ? "captured" : "returned";
  switch (present) {
    case "authorised":
    case "part": {
      const disputable = payment.arbiter !== null && payment.dispute === null;
      const first: Station[] = present === "authorised" ? ["part", "captured"] : ["captured"];
      const rest: Station[] = [...(disputable ? (["disputed"] as const) : []), "overdue"];
      return [...first, ...rest, ...(back === "returned" ? (["returned"] as const) : [])];
    }
    case "disputed":
      return back === "captured" ? ["captured"] : ["captured", "returned"];
    case "overdue":
      return [back];
    case "captured":
      return ["closed", "refunded"];
    case "closed":
    case "returned":
    case "refunded":
      return [];
  }
}
