import { isSame } from "#lib/chain/bodies.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { m } from "#lib/messages.ts";
import type { Milestone, Payment, PaymentEvent } from "#lib/index/payments.ts";
import { formatTime } from "#lib/ui/format.ts";
import { type Currency, formatMoney } from "#lib/ui/money.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import { partyName, type PartyNames } from "./parties.ts";
import { paymentState, type PaymentState, type Wait, waitsOf } from "./payment-state.ts";
import type { PaymentAct } from "./payment-acts.ts";
import type { Age } from "./money-charts.ts";

interface Badge {
  shape: Shape;
  tone: Tone;
  word: string;
}

/** What words about a payment need to know beside it. */
export interface PaymentContext {
  currency: Currency | undefined;
  names: PartyNames;
  now: number;
}

export function paymentStateWord(state: PaymentState): string {
  switch (state) {
    case "authorised":
      return m.payments_state_authorised();
    case "part":
      return m.payments_state_part();
    case "disputed":
      return m.payments_state_disputed();
    case "undecided":
      return m.payments_state_undecided();
    case "overdue":
      return m.payments_state_overdue();
    case "captured":
      return m.payments_state_captured();
    case "closed":
      return m.payments_state_closed();
    case "refunded":
      return m.payments_state_refunded();
    case "returned":
      return m.payments_state_returned();
  }
}

const looks: Record<PaymentState, Omit<Badge, "word">> = {
  authorised: { shape: "disc", tone: "action" },
  part: { shape: "half", tone: "action" },
  disputed: { shape: "diamond", tone: "against" },
  undecided: { shape: "diamond", tone: "against" },
  overdue: { shape: "clock", tone: "against" },
  captured: { shape: "check", tone: "favour" },
  closed: { shape: "square", tone: "neutral" },
  refunded: { shape: "bar", tone: "neutral" },
  returned: { shape: "ring", tone: "neutral" },
};

export function paymentBadge(state: PaymentState): Badge {
  return { ...looks[state], word: paymentStateWord(state) };
}

/** A time in a sentence: the server and the reader say the same. */
export function inSentence(seconds: number): string {
  return formatTime(seconds, "minute", "UTC");
}

/** "€500 from Ministry North to Operator Alpha". */
export function paymentTitle(
  payment: Payment,
  { currency, names }: Pick<PaymentContext, "currency" | "names">,
): string {
  return m.payments_payment_title({
    amount: formatMoney(payment.amount, currency),
    payer: partyName(names, payment.payer),
    payee: partyName(names, payment.payee),
  });
}

/** How a payment stands, in one to three sentences. */
export function paymentSentences(payment: Payment, context: PaymentContext): string[] {
  const { currency, names, now } = context;
  const money = (units: bigint) => formatMoney(units, currency);
  const state = paymentState(payment, now);
  const isOpen = state !== "refunded" && state !== "returned";
  return [
    stateSentence(payment, state, context),
    ...(payment.returned > 0n && state !== "returned"
      ? [
          m.payments_went_back({
            returned: money(payment.returned),
            payer: partyName(names, payment.payer),
          }),
        ]
      : []),
    ...(payment.refunded > 0n && isOpen
      ? [
          m.payments_given_back({
            refunded: money(payment.refunded),
            payer: partyName(names, payment.payer),
          }),
        ]
      : []),
  ];
}

function stateSentence(
  payment: Payment,
  state: PaymentState,
  { currency, names, now }: PaymentContext,
): string {
  const money = (units: bigint) => formatMoney(units, currency);
  const name = (account: `0x${string}`) => partyName(names, account);
  const [payer, payee] = [name(payment.payer), name(payment.payee)];
  const held = money(payment.held);
  const captured = money(payment.captured);
  const { operator } = payment;
  switch (state) {
    case "authorised": {
      const until = inSentence(payment.captureBy);
      return operator === null
        ? m.payments_is_authorised_milestones({
            held,
            payer,
            until,
            count: payment.milestones.length,
          })
        : m.payments_is_authorised({ held, payer, payee, until, operator: name(operator) });
    }
    case "part": {
      const inputs = {
        captured,
        held,
        payer,
        payee,
        amount: money(payment.amount),
        until: inSentence(payment.captureBy),
      };
      return operator === null
        ? m.payments_is_part_milestones(inputs)
        : m.payments_is_part({ ...inputs, operator: name(operator) });
    }
    case "disputed":
    case "undecided": {
      const wait = waitsOf(payment, now).find((one) => one.for === "arbiter");
      const inputs = {
        held,
        payer,
        payee,
        arbiter: payment.arbiter === null ? "" : name(payment.arbiter),
        until: inSentence(wait?.until ?? 0),
        toPayee: money(wait?.payee ?? 0n),
        toPayer: money(wait?.payer ?? 0n),
      };
      return state === "disputed"
        ? m.payments_is_disputed(inputs)
        : m.payments_is_undecided(inputs);
    }
    case "overdue":
      return m.payments_is_overdue({ held, payer, until: inSentence(payment.captureBy) });
    case "captured":
      return m.payments_is_captured({
        captured,
        payer,
        payee,
        until: inSentence(payment.refundBy),
      });
    case "closed":
      return m.payments_is_closed({ captured, payee, until: inSentence(payment.refundBy) });
    case "refunded":
      return m.payments_is_refunded({ refunded: money(payment.refunded), payer, payee });
    case "returned":
      return m.payments_is_returned({ returned: money(payment.returned), payer });
  }
}

/** What can be done until a wait ends, and what then; or what can be done since it ended. */
export function waitWords(
  wait: Wait,
  payment: Payment,
  { currency, names, now }: PaymentContext,
): string {
  const money = (units: bigint) => formatMoney(units, currency);
  const name = (account: `0x${string}` | null) =>
    account === null ? "" : partyName(names, account);
  const [payer, payee] = [name(payment.payer), name(payment.payee)];
  const isPast = now > wait.until;
  switch (wait.for) {
    case "capture":
    case "milestones": {
      const held = money(wait.held);
      if (isPast) return m.payments_wait_overdue({ held, payer });
      return wait.for === "milestones"
        ? m.payments_wait_milestones({ held, payer })
        : m.payments_wait_capture({ held, payer, operator: name(payment.operator) });
    }
    case "review": {
      const inputs = { number: wait.milestone + 1, amount: money(wait.amount) };
      return isPast ? m.payments_wait_reviewed(inputs) : m.payments_wait_review(inputs);
    }
    case "arbiter": {
      const inputs = { payer, payee, toPayee: money(wait.payee), toPayer: money(wait.payer) };
      return isPast
        ? m.payments_wait_silent(inputs)
        : m.payments_wait_arbiter({ ...inputs, arbiter: name(payment.arbiter) });
    }
    case "refund":
      return m.payments_wait_refund({ refundable: money(wait.refundable), payer });
  }
}

/** How far a milestone is, with what the clock tells of it. */
export function milestoneBadge(milestone: Milestone, payment: Payment, now: number): Badge {
  const { phase, reviewUntil, rejectedFor, byTime } = milestone;
  if (phase === "accepted")
    return {
      shape: "check",
      tone: "favour",
      word: byTime ? m.payments_milestone_by_time() : m.payments_milestone_accepted(),
    };
  // What is held went back, or waits to go back.
  if (payment.phase === "open" && (payment.held === 0n || now > payment.captureBy))
    return { shape: "bar", tone: "neutral", word: m.payments_milestone_lapsed() };
  if (phase === "open")
    return rejectedFor === null
      ? { shape: "ring", tone: "neutral", word: m.payments_milestone_open() }
      : { shape: "cross", tone: "against", word: m.payments_milestone_again() };
  if (reviewUntil !== null && now > reviewUntil)
    return { shape: "clock", tone: "action", word: m.payments_milestone_silent() };
  return phase === "approved"
    ? { shape: "half", tone: "action", word: m.payments_milestone_approved() }
    : { shape: "disc", tone: "action", word: m.payments_milestone_delivered() };
}

/** What happened, as the title of a step. */
export function paymentEventTitle(event: PaymentEvent, currency: Currency | undefined): string {
  const money = (units: bigint) => formatMoney(units, currency);
  switch (event.__typename) {
    case "PaymentAuthorised":
      return m.payments_did_authorised({ amount: money(event.amount) });
    case "AnnexAgreed":
      return m.payments_did_annex();
    case "PaymentCaptured": {
      const inputs = { amount: money(event.amount), fee: money(event.fee) };
      return event.accepted === null
        ? m.payments_did_captured(inputs)
        : m.payments_did_captured_milestone({ ...inputs, number: event.accepted + 1 });
    }
    case "PaymentVoided":
      return m.payments_did_voided({ amount: money(event.amount) });
    case "PaymentReclaimed":
      return m.payments_did_reclaimed({ amount: money(event.amount) });
    case "PaymentRefunded":
      return m.payments_did_refunded({ amount: money(event.amount) });
    case "MilestoneDelivered":
      return m.payments_did_delivered({ number: event.milestone + 1 });
    case "MilestoneApproved":
      return m.payments_did_approved({ number: event.milestone + 1 });
    case "MilestoneRejected":
      return m.payments_did_rejected({ number: event.milestone + 1 });
    case "MilestoneAccepted":
      return event.byTime
        ? m.payments_did_accepted_by_time({ number: event.milestone + 1 })
        : m.payments_did_accepted({ number: event.milestone + 1 });
    case "DisputeOpened":
      return m.payments_did_disputed();
    case "SettlementOffered":
      return m.payments_did_offered({ amount: money(event.payeeAmount) });
    case "DisputeSettled": {
      const inputs = { payee: money(event.payeeAmount), payer: money(event.payerAmount) };
      switch (event.outcome) {
        case "settlement":
          return m.payments_did_settled(inputs);
        case "decision":
          return m.payments_did_decided(inputs);
        case "silence":
          return m.payments_did_silent(inputs);
      }
    }
  }
}

/** What waits for an account at a payment, as a link. */
export function paymentActWord(act: PaymentAct): string {
  switch (act) {
    case "decide":
      return m.payments_act_decide();
    case "answer":
      return m.payments_act_answer();
    case "end":
      return m.payments_act_end();
    case "review":
      return m.payments_act_review();
    case "reclaim":
      return m.payments_act_reclaim();
    case "take":
      return m.payments_act_take();
    case "capture":
      return m.payments_act_capture();
    case "deliver":
      return m.payments_act_deliver();
  }
}

export function ageWord(age: Age): string {
  switch (age) {
    case "disputed":
      return m.payments_age_disputed();
    case "due":
      return m.payments_age_due();
    case "month":
      return m.payments_age_month();
    case "quarter":
      return m.payments_age_quarter();
    case "half":
      return m.payments_age_half();
    case "older":
      return m.payments_age_older();
  }
}

/** What a contract that holds money is called; null for one that is none of ours. */
export function contractWord(
  contract: string,
  addresses: Pick<Addresses, "PaymentEscrow" | "PaymentStreams">,
): string | null {
  if (isSame(contract, addresses.PaymentEscrow)) return m.budgets_contract_escrow();
  return isSame(contract, addresses.PaymentStreams) ? m.budgets_contract_streams() : null;
}
