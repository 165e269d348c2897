import { isSame } from "#lib/chain/bodies.ts";
import { memberStatusBadge } from "#lib/features/members/member-words.ts";
import { className, contractWord } from "#lib/features/proposals/call-sentence.ts";
import { ruleWords } from "#lib/features/proposals/rule-words.ts";
import { type DecisionClass, decisionClasses } from "#lib/features/proposals/voting-rules.ts";
import { m } from "#lib/messages.ts";
import {
  compareText,
  countryName,
  formatDuration,
  formatNumber,
  shortened,
} from "#lib/ui/format.ts";

import {
  eligibleMembers,
  eligibleTargets,
  isTimeMeasure,
  presentClass,
  presentTime,
  removableBodies,
  timeBounds,
} from "./body-checks.ts";
import {
  type bodyMeasures,
  chosenBody,
  headsHows,
  seats,
  type TimeUnit,
  timeUnits,
} from "./body-measures.ts";
import type { FieldName, FieldOption, FieldValues } from "./measure-fields.ts";
import type { Measure } from "./measures.ts";
import type { PowerChoices } from "./power-choices.ts";
import type { DraftProblem } from "./proposal-draft.ts";

type BodyMeasure = keyof typeof bodyMeasures;
type Draft = FieldValues & { measure: Measure };

export const bodyMeasureWords: Record<BodyMeasure, { word: () => string; hint: () => string }> = {
  "register-member": {
    word: m.governance_register_member,
    hint: m.governance_register_member_hint,
  },
  "set-weight": { word: m.propose_set_weight, hint: m.propose_set_weight_hint },
  "set-seat": { word: m.governance_set_seat, hint: m.governance_set_seat_hint },
  "suspend-member": { word: m.governance_suspend_member, hint: m.governance_suspend_member_hint },
  "reinstate-member": {
    word: m.governance_reinstate_member,
    hint: m.governance_reinstate_member_hint,
  },
  "remove-member": { word: m.governance_remove_member, hint: m.governance_remove_member_hint },
  "recover-mandate": {
    word: m.governance_recover_mandate,
    hint: m.governance_recover_mandate_hint,
  },
  "set-rule": { word: m.governance_set_rule, hint: m.governance_set_rule_hint },
  "list-call": { word: m.governance_list_call, hint: m.governance_list_call_hint },
  "pin-target": { word: m.governance_pin_target, hint: m.governance_pin_target_hint },
  "set-cooperation": {
    word: m.governance_set_cooperation,
    hint: m.governance_set_cooperation_hint,
  },
  "set-voting-delay": {
    word: m.governance_set_voting_delay,
    hint: m.governance_set_voting_delay_hint,
  },
  "set-voting-period": {
    word: m.governance_set_voting_period,
    hint: m.governance_set_voting_period_hint,
  },
  "set-base-delay": { word: m.governance_set_base_delay, hint: m.governance_set_base_delay_hint },
  "add-body": { word: m.governance_add_body, hint: m.governance_add_body_hint },
  "remove-body": { word: m.governance_remove_body, hint: m.governance_remove_body_hint },
};

export const bodyFieldWords = {
  ofBody: { label: m.governance_field_of_body },
  member: { label: m.propose_member },
  weight: { label: m.propose_weight },
  year: { label: m.propose_weight_year },
  code: { label: m.governance_field_code, hint: m.governance_field_code_hint },
  accountId: { label: m.governance_field_account_id, hint: m.governance_field_account_id_hint },
  seat: { label: m.governance_field_seat },
  mandateKey: { label: m.governance_field_mandate_key, hint: m.governance_field_mandate_key_hint },
  ruleClass: { label: m.governance_field_rule_class },
  headsHow: { label: m.governance_field_heads_how },
  headsShare: { label: m.governance_field_heads_share, hint: m.governance_field_share_hint },
  weightShare: {
    label: m.governance_field_weight_share,
    hint: m.governance_field_weight_share_hint,
  },
  blockingHeads: {
    label: m.governance_field_blocking_heads,
    hint: m.governance_field_blocking_heads_hint,
  },
  quorumShare: { label: m.governance_field_quorum_share, hint: m.governance_field_share_hint },
  objections: { label: m.governance_field_objections },
  listedTarget: { label: m.propose_field_target },
  listedFunction: { label: m.governance_field_listed_function },
  listedClass: { label: m.governance_field_listed_class },
  cooperation: { label: m.governance_field_cooperation },
  participants: { label: m.governance_field_participants },
  time: { label: m.governance_field_time },
  timeUnit: { label: m.governance_field_time_unit },
  newCouncil: { label: m.governance_field_new_council, hint: m.governance_field_new_council_hint },
  newRegister: {
    label: m.governance_field_new_register,
    hint: m.governance_field_new_register_hint,
  },
  listedBody: { label: m.governance_field_listed_body },
} satisfies Partial<Record<FieldName, { label: () => string; hint?: () => string }>>;

/** What can be chosen for a field about bodies; undefined for one that is filled in. */
export function bodyOptions(
  field: FieldName,
  draft: Draft,
  powers: PowerChoices,
): FieldOption[] | undefined {
  const body = chosenBody(draft, powers);
  switch (field) {
    case "ofBody":
      return powers.bodies.map(({ council, name }) => ({ value: council, label: name }));
    case "member":
    case "participants":
      return eligibleMembers(draft.measure, body)
        .map(({ account, code, status }) => ({
          value: account,
          label:
            status === "active"
              ? countryName(code)
              : m.governance_option_status({
                  member: countryName(code),
                  status: memberStatusBadge(status).word,
                }),
        }))
        .sort((a, b) => compareText(a.label, b.label));
    case "seat":
      return seats.map((value) => ({
        value,
        label:
          value === "member"
            ? m.proposal_member_class_member()
            : m.proposal_member_class_observer(),
      }));
    case "ruleClass":
    case "listedClass":
      return decisionClasses.map((value) => ({ value, label: className(value) }));
    case "headsHow":
      return headsHows.map((value) => ({
        value,
        label: value === "least" ? m.governance_option_least() : m.governance_option_more(),
      }));
    case "listedTarget":
      return eligibleTargets(draft.measure, draft, powers).map((target) => ({
        value: target.address,
        label: contractWord(target) ?? shortened(target.address),
      }));
    case "listedFunction":
      return (
        eligibleTargets(draft.measure, draft, powers).find(
          ({ address }) => address === draft.listedTarget,
        )?.functions ?? []
      ).map(({ selector, name }) => ({
        value: selector,
        label: m.governance_option_function({
          name,
          class: lowerCase(presentClass(body, draft.listedTarget, selector).class),
        }),
      }));
    case "timeUnit":
      return (Object.keys(timeUnits) as TimeUnit[]).map((value) => ({
        value,
        label: unitWord(value),
      }));
    case "listedBody":
      return removableBodies(powers).map((council) => ({
        value: council,
        label:
          powers.bodies.find((one) => isSame(one.council, council))?.name ?? shortened(council),
      }));
    default:
      return undefined;
  }
}

function unitWord(unit: TimeUnit): string {
  switch (unit) {
    case "minutes":
      return m.governance_unit_minutes();
    case "hours":
      return m.governance_unit_hours();
    case "days":
      return m.governance_unit_days();
  }
}

/** What a field says of the present state, beside the hint of its own. */
export function bodyHint(field: FieldName, draft: Draft, powers: PowerChoices): string | undefined {
  if (field === "time" && isTimeMeasure(draft.measure)) {
    const { least, most } = timeBounds[draft.measure];
    return m.governance_field_time_hint({
      time: formatDuration(presentTime(draft.measure, powers.times)),
      least: formatDuration(least),
      most: formatDuration(most),
    });
  }
  const least = chosenBody(draft, powers)?.leastParticipants;
  if (field === "participants" && least !== undefined)
    return m.governance_problem_participants({ count: formatNumber(least) });
  if (field !== "weight" || draft.measure !== "set-weight") return undefined;
  const member = chosenBody(draft, powers)?.members.find(({ account }) => account === draft.member);
  return member
    ? m.propose_weight_now({
        weight: formatNumber(member.weight),
        year: String(member.weightYear),
      })
    : undefined;
}

/** How what a measure would change stands now; null where the sentence of the measure says it, or nothing is chosen. */
export function presentWords(draft: Draft, powers: PowerChoices): string | null {
  const body = chosenBody(draft, powers);
  if (draft.measure === "set-rule")
    return body ? ruleWords(body.rules[draft.ruleClass as DecisionClass]) : null;
  if (draft.measure === "list-call")
    return `${lowerCase(presentClass(body, draft.listedTarget, draft.listedFunction).class)}.`;
  if (isTimeMeasure(draft.measure))
    return `${formatDuration(presentTime(draft.measure, powers.times))}.`;
  return null;
}

/** Why a field about bodies has nothing to choose from; null for another field. */
export function noBodyWord(field: FieldName): string | null {
  switch (field) {
    case "member":
    case "participants":
      return m.governance_none_members();
    case "listedTarget":
      return m.governance_none_contract();
    case "listedFunction":
      return m.governance_none_function();
    case "listedBody":
      return m.governance_none_body();
    default:
      return null;
  }
}

/** What stands against a field about bodies, with the remedy; null for a problem that other fields have as well. */
export function bodyProblemWords(
  problem: DraftProblem,
  { headsHow }: Pick<FieldValues, "headsHow">,
): string | null {
  const { field } = problem;
  switch (problem.problem) {
    case "nobody":
      return m.handover_nobody();
    case "full":
      return field === "code"
        ? m.governance_problem_members_full()
        : m.governance_problem_bodies_full();
    case "unknown":
      return m.governance_problem_cooperation();
    case "still-listed":
      return field === "listedTarget" ? m.governance_problem_still_listed() : null;
    case "not-a-share":
      return m.governance_problem_share();
    case "share-out-of-bounds":
      if (field === "weightShare") return m.governance_problem_weight_share();
      if (field === "quorumShare") return m.governance_problem_quorum();
      return headsHow === "more"
        ? m.governance_problem_heads_more()
        : m.governance_problem_heads_least();
    case "too-few":
      return m.governance_problem_participants({ count: formatNumber(problem.least) });
    case "time-out-of-range":
      return m.governance_problem_time({
        least: formatDuration(problem.least),
        most: formatDuration(problem.most),
      });
    case "out-of-order":
      return m.governance_problem_rule_order({
        strict: lowerCase(problem.strict),
        easy: lowerCase(problem.easy),
      });
    case "taken":
      if (field === "code") return m.governance_problem_code_taken();
      if (field === "accountId") return m.governance_problem_account_id_taken();
      if (field === "mandateKey") return m.governance_problem_key_taken();
      if (field === "newCouncil") return m.governance_problem_body_listed();
      return field === "newRegister" ? m.governance_problem_register() : null;
    case "unchanged":
      if (field === "seat") return m.governance_problem_seat_same();
      if (field === "ruleClass") return m.governance_problem_rule_same();
      if (field === "listedClass") return m.governance_problem_class_same();
      return field === "time" ? m.governance_problem_time_same() : null;
    case "malformed":
      return field === "code" ? m.governance_problem_code() : null;
    default:
      return null;
  }
}

function lowerCase(decisionClass: DecisionClass): string {
  return className(decisionClass).toLocaleLowerCase();
}
