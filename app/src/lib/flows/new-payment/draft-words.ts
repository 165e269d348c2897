import { m } from "#lib/messages.ts";
import { formatDuration, shortened } from "#lib/ui/format.ts";
import { formatMoney } from "#lib/ui/money.ts";

import type { Agreement } from "./agreement.ts";
import { percent, utc } from "./consequences.ts";
import type { DraftProblem } from "./make-agreement.ts";
import type { DurationUnit, Funding, PaymentKind } from "./payment-draft.ts";

export function kindWord(kind: PaymentKind): string {
  switch (kind) {
    case "one-off":
      return m.payment_flows_kind_one_off();
    case "milestones":
      return m.payment_flows_kind_milestones();
    case "stream":
      return m.payment_flows_kind_stream();
    case "subscription":
      return m.payment_flows_kind_subscription();
  }
}

export function kindExplained(kind: PaymentKind): string {
  switch (kind) {
    case "one-off":
      return m.payment_flows_kind_one_off_what();
    case "milestones":
      return m.payment_flows_kind_milestones_what();
    case "stream":
      return m.payment_flows_kind_stream_what();
    case "subscription":
      return m.payment_flows_kind_subscription_what();
  }
}

export function unitWord(unit: DurationUnit): string {
  switch (unit) {
    case "minutes":
      return m.payment_flows_unit_minutes();
    case "hours":
      return m.payment_flows_unit_hours();
    case "days":
      return m.payment_flows_unit_days();
  }
}

export function fundingChoice(funding: Funding, kind: PaymentKind) {
  switch (funding) {
    case "approve":
      return {
        value: funding,
        label: m.payment_flows_funding_approve(),
        hint: m.payment_flows_funding_approve_hint(),
      };
    case "permit":
      return {
        value: funding,
        label: m.payment_flows_funding_permit(),
        hint: m.payment_flows_funding_permit_hint(),
      };
    case "signature":
      return {
        value: funding,
        label: m.payment_flows_funding_signature(),
        hint:
          kind === "subscription"
            ? m.payment_flows_funding_subscription_hint()
            : m.payment_flows_funding_signature_hint(),
      };
  }
}

/** The button that signs or sends. Of a subscription the approval is a transaction however it is agreed on. */
export function sendWord(funding: Funding, kind: PaymentKind): string {
  switch (funding) {
    case "approve":
      return m.payment_flows_send_approve();
    case "permit":
      return m.payment_flows_send_permit();
    case "signature":
      return kind === "subscription"
        ? m.payment_flows_send_approve_signature()
        : m.payment_flows_send_signature();
  }
}

/** What is wrong with a field, and how to put it right. */
export function problemWord(problem: DraftProblem): string {
  switch (problem.problem) {
    case "missing":
      return m.payment_flows_problem_missing();
    case "not-an-address":
      return m.payment_flows_problem_not_an_address();
    case "checksum":
      return m.payment_flows_problem_checksum();
    case "own-account":
      return m.payment_flows_problem_own_account();
    case "own-contract":
      return m.payment_flows_problem_own_contract();
    case "token-not-allowed":
      return m.payment_flows_problem_token_not_allowed();
    case "not-an-amount":
      return m.payment_flows_problem_not_an_amount();
    case "zero":
      return m.payment_flows_problem_zero();
    case "not-a-time":
      return m.payment_flows_problem_not_a_time();
    case "not-a-percentage":
      return m.payment_flows_problem_not_a_percentage();
    case "not-a-duration":
      return m.payment_flows_problem_not_a_duration();
    case "not-an-arbiter":
      return m.payment_flows_problem_not_an_arbiter();
    case "arbiter-is-party":
      return m.payment_flows_problem_arbiter_is_party();
    case "not-a-node":
      return m.payment_flows_problem_not_a_node();
    case "no-signatures":
      return m.payment_flows_problem_no_signatures();
    case "review-too-long":
      return m.payment_flows_problem_review_too_long();
    case "above-balance":
      return m.payment_flows_problem_above_balance({
        balance: formatMoney(problem.balance, problem.token),
      });
    case "above-accruable":
      return m.payment_flows_problem_above_accruable({
        maximum: formatMoney(problem.maximum, problem.token),
      });
    case "milestones-sum":
      return m.payment_flows_problem_milestones_sum({
        sum: formatMoney(problem.sum, problem.token),
        amount: formatMoney(problem.amount, problem.token),
      });
    case "fee-bounds":
      return m.payment_flows_problem_fee_bounds({
        minimum: percent(problem.minimum),
        maximum: percent(problem.maximum),
      });
    case "shares-sum":
      return m.payment_flows_problem_shares_sum({ sum: percent(problem.sum) });
    case "too-early":
      return m.payment_flows_problem_too_early({ time: utc(problem.after) });
    case "too-late":
      return m.payment_flows_problem_too_late({ time: utc(problem.latest) });
    case "duration-bounds":
      return m.payment_flows_problem_duration_bounds({
        minimum: formatDuration(problem.minimum),
        maximum: formatDuration(problem.maximum),
      });
    case "line":
      return m.payment_flows_problem_line({ line: problem.line });
    case "count":
      return m.payment_flows_problem_count({ least: problem.least, most: problem.most });
    case "official-twice":
      return m.payment_flows_problem_official_twice({ account: shortened(problem.account) });
    case "official-gets-money":
      return m.payment_flows_problem_official_gets_money({ account: shortened(problem.account) });
  }
}

/** The link to what was agreed. */
export function openWord(kind: Agreement["kind"]): string {
  switch (kind) {
    case "payment":
      return m.payment_flows_open_payment();
    case "stream":
      return m.payment_flows_open_stream();
    case "subscription":
      return m.payment_flows_open_subscription();
  }
}
