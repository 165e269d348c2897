import type { Payment } from "#lib/index/payments.ts";

import { isInReview, paymentState } from "./payment-state.ts";

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

/** What waits for an account at a payment, the most urgent first. */
export function paymentActs(payment: Payment, account: Hex, now: number): PaymentAct[] {
  const own = account.toLowerCase();
  const acts: PaymentAct[] = [];
  const state = paymentState(payment, now);
  const isParty = own === payment.payer || own === payment.payee;
  if (state === "disputed") {
    if (own === payment.arbiter) acts.push("decide");
    const offeredBy = payment.dispute?.offeredBy ?? null;
    if (isParty && offeredBy !== null && offeredBy !== own) acts.push("answer");
  }
  if (state === "undecided" && isParty) acts.push("end");
  if (state === "overdue" && own === payment.payer) acts.push("reclaim");
  if (state === "authorised" || state === "part") {
    const { milestones, officials } = payment;
    const isDue = (milestone: (typeof milestones)[number]) =>
      milestone.phase === "delivered" ||
      (milestone.phase === "approved" && milestone.official !== own);
    if (officials.some((official) => official === own) && milestones.some(isDue))
      acts.push("review");
    if (own === payment.payee) {
      if (milestones.some((one) => isInReview(one) && now > (one.reviewUntil ?? now)))
        acts.push("take");
      // The review has to end before the payment does.
      const isInTime = payment.review === 0 || now + payment.review < payment.captureBy;
      if (isInTime && milestones.some(({ phase }) => phase === "open")) acts.push("deliver");
    }
    if (own === payment.operator) acts.push("capture");
  }
  return acts;
}
