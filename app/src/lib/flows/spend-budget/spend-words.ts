import { leftAlone, leftOf, proposalTerm } from "#lib/features/treasury/budget-line.ts";
import { m } from "#lib/messages.ts";
import { formatShare, formatTime, shortened } from "#lib/ui/format.ts";
import { formatMoney } from "#lib/ui/money.ts";

import {
  amountOf,
  chosenStream,
  type ConfirmProblem,
  endOfDay,
  type FieldProblem,
  type RatePeriod,
  refundTerm,
  type SpendContext,
  type SpendDraft,
  type SpendField,
  type SpendKind,
  spendProblems,
  type SpendWay,
  termOf,
} from "./spend-draft.ts";

const time = (seconds: number) => formatTime(seconds, "minute", "UTC");

export function kindWord(kind: SpendKind): string {
  switch (kind) {
    case "payment":
      return m.treasury_spend_kind_payment();
    case "service":
      return m.treasury_spend_kind_service();
    case "top-up":
      return m.treasury_spend_kind_top_up();
    case "escrow":
      return m.treasury_spend_kind_escrow();
  }
}

export function kindHint(kind: SpendKind): string {
  switch (kind) {
    case "payment":
      return m.treasury_spend_kind_payment_hint();
    case "service":
      return m.treasury_spend_kind_service_hint();
    case "top-up":
      return m.treasury_spend_kind_top_up_hint();
    case "escrow":
      return m.treasury_spend_kind_escrow_hint();
  }
}

export function fieldLabel(field: SpendField, kind: SpendKind): string {
  switch (field) {
    case "payee":
      return m.treasury_spend_payee();
    case "amount":
      return kind === "service" ? m.treasury_spend_deposit() : m.treasury_spend_amount();
    case "reference":
      return m.treasury_spend_reference();
    case "node":
      return m.treasury_spend_node();
    case "rate":
      return m.treasury_spend_rate();
    case "until":
      return m.treasury_spend_until();
    case "stream":
      return m.treasury_spend_stream();
    case "operator":
      return m.treasury_spend_operator();
    case "captureBy":
      return m.treasury_spend_capture_by();
  }
}

export function fieldHint(field: SpendField, kind: SpendKind): string | undefined {
  switch (field) {
    case "payee":
      return m.treasury_spend_payee_hint();
    case "amount":
      return kind === "service" ? m.treasury_spend_deposit_hint() : undefined;
    case "reference":
      return m.treasury_spend_reference_hint();
    case "operator":
      return m.treasury_spend_operator_hint();
    default:
      return undefined;
  }
}

export function ratePeriodWord(period: RatePeriod): string {
  switch (period) {
    case "hour":
      return m.treasury_spend_per_hour();
    case "day":
      return m.treasury_spend_per_day();
    case "month":
      return m.treasury_spend_per_month();
  }
}

/** What is wrong with a field and how to put it right. */
export function fieldProblemWords(
  problem: FieldProblem | undefined,
  { currency }: Pick<SpendContext, "currency">,
): string | undefined {
  switch (problem?.problem) {
    case undefined:
      return undefined;
    case "missing":
      return m.treasury_problem_missing();
    case "malformed":
      return m.treasury_problem_malformed();
    case "zero":
      return m.treasury_problem_zero();
    case "no-receiver":
      return m.treasury_problem_no_receiver();
    case "same-account":
      return m.treasury_problem_same_account();
    case "too-long":
      return m.treasury_problem_too_long();
    case "above-left":
      return m.treasury_problem_above_left({ most: formatMoney(problem.most, currency) });
    case "above-balance":
      return m.treasury_problem_above_balance({ most: formatMoney(problem.most, currency) });
    case "above-term":
      return m.treasury_problem_above_term({ most: formatMoney(problem.most, currency) });
    case "above-cap":
      return m.treasury_problem_above_cap({ most: formatMoney(problem.most, currency) });
    case "day-out-of-range":
      return m.treasury_problem_day({
        first: formatTime(problem.first, "date", "UTC"),
        last: formatTime(problem.last, "date", "UTC"),
      });
  }
}

/** Why something cannot be done now, and what to do instead. */
export function whyNotWords(
  problem: ConfirmProblem | null,
  { currency }: Pick<SpendContext, "currency">,
): string | undefined {
  switch (problem?.why) {
    case undefined:
      return undefined;
    case "wrong-chain":
      return m.treasury_why_wrong_chain();
    case "closed":
      return m.treasury_why_closed();
    case "upcoming":
      return m.treasury_why_upcoming({ time: time(problem.from) });
    case "over":
      return m.treasury_why_over({ time: time(problem.until) });
    case "nothing-left":
      return m.treasury_why_nothing_left();
    case "above-alone":
      return problem.most === 0n
        ? m.treasury_why_never_alone()
        : m.treasury_why_above_alone({ most: formatMoney(problem.most, currency) });
    case "waits":
      return m.treasury_why_waits({ time: time(problem.until) });
    case "same-person":
      return m.treasury_why_same_person();
    case "dismissed":
      return m.treasury_why_dismissed();
    case "above-left":
      return m.treasury_problem_above_left({ most: formatMoney(problem.most, currency) });
    case "above-balance":
      return m.treasury_problem_above_balance({ most: formatMoney(problem.most, currency) });
  }
}

/** What exactly follows, sentence by sentence, when the payment is made or proposed; nothing while something is missing. */
export function consequences(draft: SpendDraft, way: SpendWay, context: SpendContext): string[] {
  if (Object.keys(spendProblems(draft, context)).length > 0) return [];
  const { currency, line, now } = context;
  const money = (units: bigint) => formatMoney(units, currency);
  const amount = amountOf(draft.amount, context) ?? 0n;
  const left = money(leftOf(line) - amount);
  const what = [...movements(draft, amount, context), m.treasury_then_left({ left })];
  if (way === "propose") {
    return [
      m.treasury_then_proposed({ time: time(now + proposalTerm) }),
      ...what,
      m.treasury_then_lapses(),
    ];
  }
  const alone = leftAlone(line, now) - amount;
  return [...what, m.treasury_then_alone({ alone: money(alone < 0n ? 0n : alone) })];
}

/** Whose money goes where, and under which terms. */
function movements(draft: SpendDraft, units: bigint, context: SpendContext): string[] {
  const { currency, fee, nodes } = context;
  const money = (value: bigint) => formatMoney(value, currency);
  const amount = money(units);
  const payee = shortened(draft.payee.trim());
  const fees = fee ? [m.treasury_then_fee({ fee: formatShare(fee / 10_000, 2) })] : [];
  switch (draft.kind) {
    case "payment":
      return [m.treasury_then_paid({ amount, payee })];
    case "service":
      return [
        m.treasury_then_service({
          amount,
          payee,
          node: nodes.find(({ id }) => id === draft.node)?.host ?? "",
          rate: money(amountOf(draft.rate, context) ?? 0n),
          per: ratePeriodWord(draft.ratePeriod),
          most: money(termOf(draft, context) ?? 0n),
          time: time(endOfDay(draft.until) ?? 0),
        }),
        ...fees,
        m.treasury_then_service_ends(),
      ];
    case "top-up": {
      const stream = chosenStream(draft, context);
      return [
        m.treasury_then_top_up({ amount, payee: shortened(stream?.payee ?? "") }),
        m.treasury_then_service_ends(),
      ];
    }
    case "escrow": {
      const captureBy = endOfDay(draft.captureBy) ?? 0;
      return [
        m.treasury_then_escrow({
          amount,
          payee,
          operator: shortened(draft.operator.trim()),
          time: time(captureBy),
        }),
        ...fees,
        m.treasury_then_escrow_refund({ payee, time: time(captureBy + refundTerm) }),
      ];
    }
  }
}
