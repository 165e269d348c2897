import {
  type AccessLevel,
  accessWord,
  type NetworkStage,
  networkStageWord,
  type OrganisationKind,
  organisationKindWord,
} from "#lib/chain/register-words.ts";
import { contractName } from "#lib/features/proposals/call-sentence.ts";
import { m } from "#lib/messages.ts";
import { countryName, formatNumber, formatTime } from "#lib/ui/format.ts";

import { bodyFieldWords, bodyMeasureWords, bodyProblemWords } from "./body-measure-words.ts";
import { grantFieldWords, grantMeasureWords, grantProblemWords } from "./grant-measure-words.ts";
import type { FieldName, FieldOption, FieldValues } from "./measure-fields.ts";
import {
  accesses,
  type Measure,
  type MeasureGroup,
  offices,
  permissions,
  restrictions,
  upgradeable,
} from "./measures.ts";
import {
  paymentFieldWords,
  paymentMeasureWords,
  paymentProblemWords,
} from "./payment-measure-words.ts";
import { powerFieldWords, powerMeasureWords } from "./power-words.ts";
import { choosableKinds, choosableStages, type DraftProblem } from "./proposal-draft.ts";
import { trustFieldWords, trustMeasureWords, trustProblemWords } from "./trust-measure-words.ts";

const measureWords: Record<Measure, { word: () => string; hint: () => string }> = {
  "admit-node": { word: m.propose_admit_node, hint: m.propose_admit_node_hint },
  "suspend-node": { word: m.propose_suspend_node, hint: m.propose_suspend_node_hint },
  "reinstate-node": { word: m.propose_reinstate_node, hint: m.propose_reinstate_node_hint },
  "retire-node": { word: m.propose_retire_node, hint: m.propose_retire_node_hint },
  "replace-node": { word: m.measure_replace_node, hint: m.measure_replace_node_hint },
  "set-quarantine-rule": {
    word: m.propose_set_quarantine_rule,
    hint: m.propose_set_quarantine_rule_hint,
  },
  "register-organisation": {
    word: m.propose_register_organisation,
    hint: m.propose_register_organisation_hint,
  },
  "describe-organisation": {
    word: m.propose_describe_organisation,
    hint: m.propose_describe_organisation_hint,
  },
  "place-organisation": {
    word: m.propose_place_organisation,
    hint: m.propose_place_organisation_hint,
  },
  "suspend-organisation": {
    word: m.propose_suspend_organisation,
    hint: m.propose_suspend_organisation_hint,
  },
  "reinstate-organisation": {
    word: m.propose_reinstate_organisation,
    hint: m.propose_reinstate_organisation_hint,
  },
  "retire-organisation": {
    word: m.measure_retire_organisation,
    hint: m.measure_retire_organisation_hint,
  },
  "recover-administrator": {
    word: m.measure_recover_administrator,
    hint: m.measure_recover_administrator_hint,
  },
  "set-organisation-limits": {
    word: m.propose_set_organisation_limits,
    hint: m.propose_set_organisation_limits_hint,
  },
  "suspend-account": { word: m.propose_suspend_account, hint: m.propose_suspend_account_hint },
  "reinstate-account": {
    word: m.propose_reinstate_account,
    hint: m.propose_reinstate_account_hint,
  },
  "restrict-target": { word: m.propose_restrict_target, hint: m.propose_restrict_target_hint },
  "permit-sender": { word: m.propose_permit_sender, hint: m.propose_permit_sender_hint },
  "set-gas-policy": { word: m.propose_set_gas_policy, hint: m.propose_set_gas_policy_hint },
  "register-network": { word: m.propose_register_network, hint: m.propose_register_network_hint },
  "set-network-stage": {
    word: m.propose_set_network_stage,
    hint: m.propose_set_network_stage_hint,
  },
  "anchor-genesis": { word: m.propose_anchor_genesis, hint: m.propose_anchor_genesis_hint },
  "set-network-resource": {
    word: m.propose_set_network_resource,
    hint: m.propose_set_network_resource_hint,
  },
  "appoint-office": { word: m.propose_appoint_office, hint: m.propose_appoint_office_hint },
  "dismiss-office": { word: m.propose_dismiss_office, hint: m.propose_dismiss_office_hint },
  upgrade: { word: m.propose_upgrade, hint: m.propose_upgrade_hint },
  ...powerMeasureWords,
  ...bodyMeasureWords,
  ...trustMeasureWords,
  ...paymentMeasureWords,
  ...grantMeasureWords,
};

export function measureWord(measure: Measure): string {
  return measureWords[measure].word();
}

export function measureHint(measure: Measure): string {
  return measureWords[measure].hint();
}

export function groupWord(group: MeasureGroup): string {
  switch (group) {
    case "nodes":
      return m.propose_group_nodes();
    case "organisations":
      return m.propose_group_organisations();
    case "accounts":
      return m.propose_group_accounts();
    case "networks":
      return m.propose_group_networks();
    case "offices":
      return m.propose_group_offices();
    case "members":
      return m.propose_group_members();
    case "pauses":
      return m.measure_group_pauses();
    case "vetoes":
      return m.measure_group_vetoes();
    case "rules":
      return m.governance_group_rules();
    case "times":
      return m.governance_group_times();
    case "bodies":
      return m.governance_group_bodies();
    case "trust":
      return m.trust_group_roots();
    case "schemas":
      return m.trust_group_schemas();
    case "policies":
      return m.trust_group_policies();
    case "budget":
      return m.budgets_group_budget();
    case "contributions":
      return m.budgets_group_contributions();
    case "payments":
      return m.budgets_group_payments();
    case "code":
      return m.propose_group_code();
  }
}

const fieldWords: Record<FieldName, { label: () => string; hint?: () => string }> = {
  node: { label: m.propose_node },
  successor: { label: m.measure_field_successor, hint: m.measure_field_successor_hint },
  monitors: { label: m.propose_field_monitors, hint: m.propose_field_monitors_hint },
  silence: { label: m.propose_field_silence },
  organisation: { label: m.propose_organisation },
  parent: { label: m.propose_field_parent },
  identifier: { label: m.propose_field_identifier, hint: m.propose_field_identifier_hint },
  legalName: { label: m.propose_field_legal_name },
  administrator: {
    label: m.propose_field_administrator,
    hint: m.propose_field_administrator_hint,
  },
  kind: { label: m.propose_field_kind },
  jurisdiction: { label: m.propose_field_jurisdiction, hint: m.propose_field_jurisdiction_hint },
  did: { label: m.propose_field_did, hint: m.propose_field_did_hint },
  document: { label: m.propose_field_document, hint: m.propose_field_document_hint },
  network: { label: m.propose_field_network },
  chain: { label: m.propose_field_chain, hint: m.propose_field_chain_hint },
  networkName: { label: m.propose_field_network_name },
  stage: { label: m.propose_field_stage },
  consensus: { label: m.propose_field_consensus, hint: m.propose_field_consensus_hint },
  genesis: { label: m.propose_field_genesis, hint: m.propose_field_genesis_hint },
  key: { label: m.propose_field_key, hint: m.propose_field_key_hint },
  uri: { label: m.propose_field_uri, hint: m.propose_field_uri_hint },
  access: { label: m.propose_field_access },
  accounts: { label: m.propose_field_accounts },
  account: { label: m.propose_field_account, hint: m.propose_field_address_hint },
  target: { label: m.propose_field_target, hint: m.propose_field_address_hint },
  restriction: { label: m.propose_field_restriction },
  sender: { label: m.propose_field_sender, hint: m.propose_field_address_hint },
  permission: { label: m.propose_field_permission },
  gas: { label: m.propose_field_gas, hint: m.propose_field_gas_hint },
  window: { label: m.propose_field_window },
  office: { label: m.propose_field_office },
  register: { label: m.propose_field_register },
  implementation: {
    label: m.propose_field_implementation,
    hint: m.propose_field_implementation_hint,
  },
  ...powerFieldWords,
  ...bodyFieldWords,
  ...trustFieldWords,
  ...paymentFieldWords,
  ...grantFieldWords,
};

export function fieldLabel(field: FieldName): string {
  return fieldWords[field].label();
}

export function fieldHint(field: FieldName): string | undefined {
  return fieldWords[field].hint?.();
}

/** What can be chosen for a field whose values are few and fixed; null for one that is filled in or comes from the registers. */
export function fixedOptions(field: FieldName): FieldOption[] | null {
  switch (field) {
    case "kind":
      return choosableKinds.map((value: OrganisationKind) => ({
        value,
        label: organisationKindWord(value),
      }));
    case "stage":
      return choosableStages.map((value: NetworkStage) => ({
        value,
        label: networkStageWord(value),
      }));
    case "access":
      return accesses.map((value: AccessLevel) => ({ value, label: accessWord(value) }));
    case "restriction":
      return restrictions.map((value) => ({
        value,
        label:
          value === "named"
            ? m.propose_field_restriction_named()
            : m.propose_field_restriction_open(),
      }));
    case "permission":
      return permissions.map((value) => ({
        value,
        label:
          value === "permit"
            ? m.propose_field_permission_permit()
            : m.propose_field_permission_withdraw(),
      }));
    case "office":
      return offices.map((value) => ({ value, label: officeWord(value) }));
    case "register":
      return upgradeable.map((value) => ({ value, label: contractName(value) ?? value }));
    default:
      return null;
  }
}

function officeWord(office: (typeof offices)[number]): string {
  switch (office) {
    case "MONITORS":
      return m.propose_office_monitors();
    case "METERS":
      return m.propose_office_meters();
    case "RELAYERS":
      return m.propose_office_relayers();
    case "REGISTRARS":
      return m.trust_office_registrars();
    case "ROOT_TAOS":
      return m.trust_office_root_taos();
    case "FINANCE":
      return m.budgets_office_finance();
    case "MONEY_ISSUERS":
      return m.budgets_office_issuers();
    case "MONEY_LISTS":
      return m.budgets_office_lists();
    case "TOKEN_BRIDGES":
      return m.budgets_office_bridges();
  }
}

/**
 * What stands against a field, with the remedy.
 * @param member Code of the chosen member.
 */
export function problemWords(
  problem: DraftProblem,
  member: string | undefined,
  values: Pick<FieldValues, "headsHow"> = { headsHow: "" },
): string {
  const { field } = problem;
  const words =
    grantProblemWords(problem) ??
    paymentProblemWords(problem) ??
    trustProblemWords(problem) ??
    bodyProblemWords(problem, values);
  if (words !== null) return words;
  switch (problem.problem) {
    case "missing":
      if (field === "title") return m.propose_problem_title();
      if (field === "node" || field === "successor") return m.propose_problem_node();
      if (field === "member") return m.propose_problem_member();
      return isChosen(field) ? m.propose_problem_choose() : m.propose_problem_missing();
    case "too-long":
      return m.propose_problem_title_long({ count: problem.excess });
    case "too-many-bytes":
      return m.propose_problem_bytes({ count: problem.excess });
    case "out-of-range":
      return m.propose_problem_range({
        least: field === "year" ? String(problem.least) : formatNumber(problem.least),
        most: field === "year" ? String(problem.most) : formatNumber(problem.most),
      });
    case "not-an-address":
      return m.propose_problem_address();
    case "checksum":
      return m.propose_problem_checksum();
    case "not-a-number":
      return m.propose_problem_weight();
    case "taken":
      return m.propose_problem_chain_taken();
    case "still-listed":
      return m.measure_problem_still_grouped();
    case "day-out-of-range":
      return m.measure_problem_day({
        first: formatTime(problem.first, "date", "UTC"),
        last: formatTime(problem.last, "date", "UTC"),
      });
    case "unchanged":
      if (field === "listedGroup") return m.measure_problem_group_same();
      return field === "stage"
        ? m.propose_problem_stage_same()
        : m.propose_problem_weight_same({ member: countryName(member ?? "") });
    case "malformed":
      if (field === "jurisdiction") return m.propose_problem_jurisdiction();
      if (field === "did") return m.propose_problem_did();
      if (field === "uri") return m.propose_problem_uri();
      if (field === "parent") return m.propose_problem_parent();
      if (field === "groupName") return m.measure_problem_group_name();
      return m.propose_problem_hash();
    default:
      // What is left belongs to fields about bodies, which have words of their own.
      return m.propose_problem_missing();
  }
}

const chosenFields: readonly FieldName[] = [
  "pauseGroup",
  "armedRight",
  "pausable",
  "listedGroup",
  "vetoBody",
  "vetoScope",
  "vetoTargets",
  "vetoRight",
  "stoppable",
  "ofBody",
  "seat",
  "ruleClass",
  "headsHow",
  "listedTarget",
  "listedFunction",
  "listedClass",
  "timeUnit",
  "listedBody",
  "admittedRoot",
  "schema",
  "policy",
  "policyRole",
  "allowedToken",
  "appointedArbiter",
  "grantArbiter",
  "moneyToken",
  "budgetLine",
  "contributionKey",
  "sharesEdition",
  "contributionCall",
  "knownTarget",
  "fundableFunction",
];

function isChosen(field: FieldName): boolean {
  return (
    chosenFields.includes(field) ||
    field === "organisation" ||
    field === "parent" ||
    field === "network" ||
    fixedOptions(field) !== null
  );
}
