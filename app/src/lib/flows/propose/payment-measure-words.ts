import { contributionKeys } from "#lib/chain/contract-views.ts";
import { contractName, formatPoints } from "#lib/features/proposals/call-sentence.ts";
import { m } from "#lib/messages.ts";
import { formatTime, shortened } from "#lib/ui/format.ts";
import { formatMoney } from "#lib/ui/money.ts";

import { isFunding } from "./grants.ts";
import type { FieldName, FieldOption, FieldValues } from "./measure-fields.ts";
import type { Measure } from "./measures.ts";
import type { ChoosableToken, PaymentChoices } from "./payment-choices.ts";
import { chosenLine, type paymentMeasures, tokenOfAmounts } from "./payment-measures.ts";
import type { PowerChoices } from "./power-choices.ts";
import type { DraftProblem } from "./proposal-draft.ts";

type PaymentMeasure = keyof typeof paymentMeasures;
type Draft = FieldValues & { measure: Measure };

export const paymentMeasureWords: Record<
  PaymentMeasure,
  { word: () => string; hint: () => string }
> = {
  "open-budget-line": { word: m.budgets_open_line, hint: m.budgets_open_line_hint },
  "set-ceiling": { word: m.budgets_set_ceiling, hint: m.budgets_set_ceiling_hint },
  "set-two-person-above": { word: m.budgets_set_two_person, hint: m.budgets_set_two_person_hint },
  "close-budget-line": { word: m.budgets_close_line, hint: m.budgets_close_line_hint },
  "call-contributions": { word: m.budgets_call, hint: m.budgets_call_hint },
  "close-contributions": { word: m.budgets_close_call, hint: m.budgets_close_call_hint },
  "set-contribution-shares": { word: m.budgets_set_shares, hint: m.budgets_set_shares_hint },
  "know-fundable": { word: m.budgets_know, hint: m.budgets_know_hint },
  "set-fundable": { word: m.budgets_set_function, hint: m.budgets_set_function_hint },
  "allow-token": { word: m.budgets_allow_token, hint: m.budgets_allow_token_hint },
  "dismiss-token": { word: m.budgets_dismiss_token, hint: m.budgets_dismiss_token_hint },
  "appoint-arbiter": { word: m.budgets_appoint_arbiter, hint: m.budgets_appoint_arbiter_hint },
  "dismiss-arbiter": { word: m.budgets_dismiss_arbiter, hint: m.budgets_dismiss_arbiter_hint },
};

export const paymentFieldWords = {
  paymentToken: { label: m.budgets_field_payment_token, hint: m.budgets_field_payment_token_hint },
  feeMinimum: { label: m.budgets_field_fee_minimum, hint: m.budgets_field_fee_hint },
  feeMaximum: { label: m.budgets_field_fee_maximum, hint: m.budgets_field_fee_hint },
  allowedToken: { label: m.budgets_field_token },
  arbiter: { label: m.budgets_field_arbiter, hint: m.budgets_field_arbiter_hint },
  appointedArbiter: { label: m.budgets_field_arbiter },
  lineName: { label: m.budgets_field_line_name, hint: m.budgets_field_line_name_hint },
  moneyToken: { label: m.budgets_field_token },
  ceiling: { label: m.budgets_field_ceiling, hint: m.budgets_field_amount_hint },
  twoPersonAbove: { label: m.budgets_field_two_person, hint: m.budgets_field_two_person_hint },
  lineFrom: { label: m.budgets_field_from, hint: m.budgets_field_from_hint },
  lineUntil: { label: m.budgets_field_until, hint: m.budgets_field_until_hint },
  budgetDocument: { label: m.document_pick },
  budgetLine: { label: m.budgets_field_line },
  callName: { label: m.budgets_field_call_name, hint: m.budgets_field_call_name_hint },
  contributionTotal: { label: m.budgets_field_total, hint: m.budgets_field_amount_hint },
  contributionKey: { label: m.budgets_field_key },
  sharesTime: { label: m.budgets_field_shares_time, hint: m.budgets_field_shares_time_hint },
  sharesEdition: { label: m.budgets_field_edition },
  contributionsDue: { label: m.budgets_field_due, hint: m.budgets_field_until_hint },
  contributionCall: { label: m.budgets_field_call },
  editionName: { label: m.budgets_field_edition_name, hint: m.budgets_field_edition_name_hint },
  shares: { label: m.budgets_field_shares, hint: m.budgets_field_shares_hint },
  fundableTarget: { label: m.budgets_field_fundable, hint: m.budgets_field_fundable_hint },
  knownTarget: { label: m.budgets_field_fundable },
  fundableFunction: { label: m.governance_field_listed_function },
} satisfies Partial<Record<FieldName, { label: () => string; hint?: () => string }>>;

/** What can be chosen for a field about payments; undefined for one that is filled in. */
export function paymentOptions(
  field: FieldName,
  draft: Draft,
  { payments, bodies }: PowerChoices,
): FieldOption[] | undefined {
  const { tokens, arbiters, lines, calls, editions, targets } = payments;
  switch (field) {
    case "paymentToken":
    case "moneyToken":
      return tokens.map(tokenOption);
    case "allowedToken":
      return tokens.filter(({ fees }) => fees !== null).map(tokenOption);
    case "arbiter":
      return bodies.map(({ council, name }) => ({ value: council, label: name }));
    case "appointedArbiter":
    case "grantArbiter":
      return arbiters.map((arbiter) => ({
        value: arbiter,
        label: bodies.find(({ council }) => council === arbiter)?.name ?? shortened(arbiter),
      }));
    case "budgetLine":
      return lines.map(({ id, name, from, until }) => ({
        value: id,
        label: m.budgets_option_line({
          line: name === id ? shortened(id) : name,
          from: formatTime(from, "date", "UTC"),
          until: formatTime(until, "date", "UTC"),
        }),
      }));
    case "contributionKey":
      return contributionKeys.map((value) => ({ value, label: keyWord(value) }));
    case "sharesEdition":
      return editions.map(named);
    case "contributionCall":
      return calls.map(named);
    case "fundableTarget":
      return targets.map(targetOption);
    case "knownTarget":
      return targets.filter(({ isKnown }) => isKnown).map(targetOption);
    case "fundableFunction":
      return (targets.find(({ address }) => address === draft.knownTarget)?.functions ?? []).map(
        ({ selector, name, isFundable }) => ({
          value: selector,
          label: isFundable ? m.budgets_option_named({ name }) : name,
        }),
      );
    default:
      return undefined;
  }
}

function named({ id, name }: { id: string; name: string }): FieldOption {
  return { value: id, label: name === id ? shortened(id) : name };
}

function targetOption({ address, name }: PaymentChoices["targets"][number]): FieldOption {
  return {
    value: address,
    label: name === address ? shortened(address) : (contractName(name) ?? name),
  };
}

function tokenOption({ address, symbol, isEuro }: ChoosableToken): FieldOption {
  const token = shortened(address);
  return {
    value: address,
    label: isEuro ? m.budgets_contract_euro_token() : m.budgets_option_token({ symbol, token }),
  };
}

function keyWord(key: (typeof contributionKeys)[number]): string {
  switch (key) {
    case "heads":
      return m.budgets_key_heads();
    case "population":
      return m.budgets_key_population();
    case "data":
      return m.budgets_key_data();
  }
}

/** How a line stands that a measure would change; null for another measure, or while none is chosen. */
export function presentPaymentWords(draft: Draft, { payments }: PowerChoices): string | null {
  const line = chosenLine(draft, payments);
  const token = payments.tokens.find(({ address }) => address === line?.token);
  const isOfLine =
    ["set-ceiling", "set-two-person-above", "close-budget-line"].includes(draft.measure) ||
    isFunding(draft.measure);
  return isOfLine && line && token
    ? m.budgets_line_now({
        ceiling: formatMoney(line.ceiling, token),
        spent: formatMoney(line.spent, token),
        alone: formatMoney(line.twoPersonAbove, token),
      })
    : null;
}

/** What a field about payments says beside the hint of its own: in what its amount is. */
export function paymentHint(
  field: FieldName,
  draft: Draft,
  { payments }: PowerChoices,
): string | undefined {
  const isAmount = ["ceiling", "contributionTotal", "dailyPay", "serviceTotal"].includes(field);
  if (!isAmount) return undefined;
  const token = tokenOfAmounts(draft, payments);
  return token && !token.isEuro ? m.budgets_field_amount_of({ token: token.symbol }) : undefined;
}

/** Why a field about payments has nothing to choose from; null for another field. */
export function noPaymentWord(field: FieldName): string | null {
  switch (field) {
    case "allowedToken":
      return m.budgets_none_token();
    case "grantArbiter":
      return m.grants_none_arbiter();
    case "appointedArbiter":
      return m.budgets_none_arbiter();
    case "budgetLine":
      return m.budgets_none_line();
    case "sharesEdition":
      return m.budgets_none_edition();
    case "contributionCall":
      return m.budgets_none_call();
    case "knownTarget":
      return m.budgets_none_target();
    case "fundableFunction":
      return m.budgets_none_function();
    default:
      return null;
  }
}

/** What stands against a field about payments, with the remedy; null for a problem that other fields have as well. */
export function paymentProblemWords(problem: DraftProblem): string | null {
  const { field } = problem;
  switch (problem.problem) {
    case "not-an-amount":
      return m.budgets_problem_amount();
    case "zero-amount":
      return m.budgets_problem_zero();
    case "amount-too-small":
      return m.budgets_problem_small({ least: formatMoney(problem.least, problem.token) });
    case "amount-too-large":
      return m.budgets_problem_large({ most: formatMoney(problem.most, problem.token) });
    case "fee-out-of-bounds":
      return m.budgets_problem_fee({
        least: formatPoints(problem.least),
        most: formatPoints(problem.most),
      });
    case "not-past":
      return m.budgets_problem_not_past();
    case "not-a-share":
      return field === "feeMinimum" || field === "feeMaximum" ? m.budgets_problem_points() : null;
    case "missing":
      return field === "budgetDocument" ? m.budgets_problem_document() : null;
    case "unknown":
      if (field === "shares") return m.budgets_problem_share_member();
      return field === "budgetLine" ? m.budgets_problem_line_token() : null;
    case "taken":
      if (field === "shares") return m.budgets_problem_share_twice();
      if (field === "arbiter") return m.budgets_problem_arbiter();
      return isName(field) ? m.budgets_problem_name_taken() : null;
    case "malformed":
      if (field === "shares") return m.budgets_problem_shares();
      if (field === "fundableTarget") return m.budgets_problem_fundable();
      return isName(field) ? m.budgets_problem_name() : null;
    case "unchanged":
      return field in paymentFieldWords ? m.budgets_problem_same() : null;
    default:
      return null;
  }
}

function isName(field: DraftProblem["field"]): boolean {
  return field === "lineName" || field === "callName" || field === "editionName";
}
