import type { Payment } from "#lib/index/payments.ts";

import { type Possibility, whatCanBeDone } from "./what-can-be-done.ts";

type Hex = `0x${string}`;

/**
 * What waits for an account at a payment. `capture`: as the operator. `deliver`: a milestone, as the payee. `review`: a milestone that
 * was delivered, or needs a second official. `take`: a milestone that nobody reviewed in time, as the payee. `reclaim`: what is overdue,
 * as the payer. `decide`: as the arbiter. `answer`: an offer of the other party. `end`: a dispute whose arbiter was silent, as a party.
 */
export type PaymentAct =
  "decide" | "answer" | "end" | "review" | "reclaim" | "take" | "capture" | "deliver";

/** Payments at which something could wait for an account, for the index; `paymentActs` says what. */
export function paymentsToActOn(account: Hex, now: number): Record<string, unknown> {
  const [open, disputed] = [{ phase: "OPEN", held_gt: "0" }, { phase: "DISPUTED" }];
  const inTime = { ...open, captureBy_gte: String(now) };
  const id = account.toLowerCase();
  return {
    or: [
      { ...inTime, operator: id },
      { ...inTime, officials_contains: [id] },
      { ...inTime, payee: id },
      { ...open, payer: id, captureBy_lt: String(now) },
      { ...disputed, payer: id },
      { ...disputed, payee: id },
      { ...disputed, arbiter: id },
    ],
  };
}

/** The most urgent first. */
const byUrgency: readonly PaymentAct[] = [
  "decide",
  "answer",
  "end",
  "reclaim",
  "review",
  "take",
  "deliver",
  "capture",
];

/** What waits for an account at a payment, the most urgent first: some of what it can do. */
export function paymentActs(payment: Payment, account: Hex, now: number): PaymentAct[] {
  const own = account.toLowerCase();
  const waiting = whatCanBeDone(payment, { account, onRightChain: true }, now)
    .filter(({ can }) => can)
    .map((one) => actOf(one, payment, own));
  return byUrgency.filter((act) => waiting.includes(act));
}

/** As what something that an account can do waits for it; null where others are meant to do it, or nobody has to. */
function actOf(
  { action, milestone }: Possibility,
  { payer, payee, milestones }: Payment,
  own: string,
): PaymentAct | null {
  switch (action) {
    case "decide":
      return "decide";
    case "accept-settlement":
      return "answer";
    case "end-dispute":
      return own === payer || own === payee ? "end" : null;
    case "reclaim":
      return own === payer ? "reclaim" : null;
    case "accept":
      // Nobody has to accept what was not delivered.
      return milestones.find(({ index }) => index === milestone)?.phase === "open"
        ? null
        : "review";
    case "accept-by-time":
      return own === payee ? "take" : null;
    case "deliver":
      return "deliver";
    case "capture":
      return "capture";
    case "void":
    case "refund":
    case "reject":
    case "open-dispute":
    case "offer-settlement":
      return null;
  }
}
