import type { Payment } from "#lib/index/payments.ts";
import { m } from "#lib/messages.ts";
import { percent, utc } from "#lib/flows/new-payment/consequences.ts";
import { formatDuration, formatList, shortened } from "#lib/ui/format.ts";

import {
  afterFee,
  isFirstOfTwo,
  type PaymentAction,
  type Possibility,
} from "#lib/features/payments/what-can-be-done.ts";

export interface Naming {
  account: (address: string) => string;
  money: (units: bigint) => string;
}

/** What an action is called, on its button too. */
export function actionWord({
  action,
  milestone,
}: Pick<Possibility, "action" | "milestone">): string {
  const place = { milestone: (milestone ?? 0) + 1 };
  switch (action) {
    case "capture":
      return m.payment_flows_do_capture();
    case "void":
      return m.payment_flows_do_void();
    case "refund":
      return m.payment_flows_do_refund();
    case "reclaim":
      return m.payment_flows_do_reclaim();
    case "deliver":
      return m.payment_flows_do_deliver(place);
    case "accept":
      return m.payment_flows_do_accept(place);
    case "reject":
      return m.payment_flows_do_reject(place);
    case "accept-by-time":
      return m.payment_flows_do_accept_by_time(place);
    case "open-dispute":
      return m.payment_flows_do_open_dispute();
    case "offer-settlement":
      return m.payment_flows_do_offer_settlement();
    case "accept-settlement":
      return m.payment_flows_do_accept_settlement();
    case "decide":
      return m.payment_flows_do_decide();
    case "end-dispute":
      return m.payment_flows_do_end_dispute();
  }
}

/** Who can do something that the reader cannot do now, and when. */
export function whoCan(
  word: string,
  { who, after, until }: Pick<Possibility, "who" | "after" | "until">,
  account: Naming["account"],
): string {
  const said = {
    action: word,
    who: who === null ? m.payment_flows_anybody() : formatList(who.map(account), "disjunction"),
  };
  if (after !== null && until !== null)
    return m.payment_flows_who_between({ ...said, from: utc(after), until: utc(until) });
  if (after !== null) return m.payment_flows_who_from({ ...said, from: utc(after) });
  return until === null
    ? m.payment_flows_who_always(said)
    : m.payment_flows_who_until({ ...said, until: utc(until) });
}

/** What an action asks for beside the yes: an amount, a document of which the hash is kept. */
export interface ActionInputs {
  amount: { of: "part" | "payee"; most: bigint } | null;
  file: { label: string; required: boolean } | null;
}

export function inputsOf(payment: Payment, { action, milestone }: Possibility): ActionInputs {
  const none = { amount: null, file: null };
  switch (action) {
    case "capture":
      return {
        amount: { of: "part", most: payment.held },
        file: { label: m.payment_flows_file_invoice(), required: false },
      };
    case "refund":
      return {
        amount: { of: "part", most: payment.refundable },
        file: { label: m.payment_flows_file_credit_note(), required: false },
      };
    case "deliver":
      return { ...none, file: { label: m.payment_flows_file_invoice(), required: false } };
    case "accept":
      // What was delivered or approved is accepted with its invoice, or not at all.
      return phaseOf(payment, milestone) === "open"
        ? { ...none, file: { label: m.payment_flows_file_invoice(), required: false } }
        : none;
    case "reject":
      return { ...none, file: { label: m.payment_flows_file_reason(), required: true } };
    case "open-dispute":
      return { ...none, file: { label: m.payment_flows_file_evidence(), required: true } };
    case "offer-settlement":
      return { ...none, amount: { of: "payee", most: payment.held } };
    case "decide":
      return {
        amount: { of: "payee", most: payment.held },
        file: { label: m.payment_flows_file_decision(), required: true },
      };
    case "void":
    case "reclaim":
    case "accept-by-time":
    case "accept-settlement":
    case "end-dispute":
      return none;
  }
}

/**
 * What follows from an action, sentence by sentence.
 *
 * @param amount What was filled in, in units of the token; without meaning for an action that asks for none.
 */
export function whatFollows(
  payment: Payment,
  { action, milestone }: Pick<Possibility, "action" | "milestone">,
  amount: bigint,
  now: number,
  { account, money }: Naming,
): string[] {
  const { held, dispute, fee: points } = payment;
  const payer = account(payment.payer);
  const payee =
    payment.shares.length > 0
      ? m.payment_flows_payee_with_shares({ payee: account(payment.payee) })
      : account(payment.payee);
  const part = payment.milestones.find(({ index }) => index === milestone)?.amount ?? 0n;
  switch (action) {
    case "capture":
      return [...pays(amount), left(held - amount)];
    case "void":
      return [
        m.payment_flows_does_void({ amount: money(held), payer }),
        ...(payment.phase === "disputed" ? [m.payment_flows_does_void_dispute()] : []),
      ];
    case "refund":
      return [m.payment_flows_does_refund({ amount: money(amount), payer })];
    case "reclaim":
      return [m.payment_flows_does_reclaim({ amount: money(held), payer })];
    case "deliver":
      return [
        payment.review === 0
          ? m.payment_flows_does_deliver({ amount: money(part) })
          : m.payment_flows_does_deliver_review({
              amount: money(part),
              time: utc(now + payment.review),
            }),
      ];
    case "accept":
      return [...accepts(), ...invoiceOf()];
    case "accept-by-time":
      return [...pays(part), left(held - part)];
    case "reject":
      return [m.payment_flows_does_reject()];
    case "open-dispute":
      return [
        m.payment_flows_does_open_dispute({
          amount: money(held),
          arbiter: account(payment.arbiter ?? ""),
          duration: formatDuration(payment.arbitration),
        }),
        m.payment_flows_dispute_silence({
          payee,
          part: percent(payment.silence),
          payer,
          rest: percent(10_000 - payment.silence),
        }),
      ];
    case "offer-settlement":
      return [
        m.payment_flows_does_offer({
          payee,
          amount: money(amount),
          payer,
          rest: money(held - amount),
        }),
      ];
    case "accept-settlement":
      return settles(dispute?.offer ?? 0n);
    case "decide":
      return settles(amount);
    case "end-dispute":
      return settles(afterFee(held, payment.silence).fee);
  }

  function accepts(): string[] {
    if (!isFirstOfTwo(payment, milestone ?? -1)) return [...pays(part), left(held - part)];
    const reviewUntil = payment.milestones.find(({ index }) => index === milestone)?.reviewUntil;
    return [
      m.payment_flows_does_approve(),
      ...(reviewUntil ? [m.payment_flows_does_approve_review({ time: utc(reviewUntil) })] : []),
    ];
  }

  function invoiceOf(): string[] {
    const invoice = payment.milestones.find(({ index }) => index === milestone)?.invoice;
    return invoice ? [m.payment_flows_file_as_delivered({ hash: shortened(invoice) })] : [];
  }

  function pays(whole: bigint): string[] {
    if (whole === 0n) return [m.payment_flows_does_settle_nothing({ payee })];
    const { net, fee } = afterFee(whole, points);
    return [
      fee === 0n
        ? m.payment_flows_pays_no_fee({ payee, net: money(net) })
        : m.payment_flows_pays({ payee, net: money(net), fee: money(fee) }),
    ];
  }

  function left(rest: bigint): string {
    return rest === 0n
      ? m.payment_flows_rest_none()
      : m.payment_flows_rest_held({ amount: money(rest) });
  }

  function settles(payeeAmount: bigint): string[] {
    return [
      ...pays(payeeAmount),
      ...(held > payeeAmount
        ? [m.payment_flows_does_settle_payer({ amount: money(held - payeeAmount), payer })]
        : []),
      m.payment_flows_final(),
    ];
  }
}

function phaseOf(payment: Payment, milestone: number | null) {
  return payment.milestones.find(({ index }) => index === milestone)?.phase;
}

/** Actions that take money from the reader's own account: the contract has to be approved first. */
export const isPaidByActor = (action: PaymentAction): boolean => action === "refund";
