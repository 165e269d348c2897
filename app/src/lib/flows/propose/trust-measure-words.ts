import { stringToHex } from "viem";

import { roles } from "#generated/roles.ts";
import { titleOfSchema } from "#lib/features/proposals/decode-call.ts";
import { m } from "#lib/messages.ts";
import { shortened } from "#lib/ui/format.ts";

import type { FieldName, FieldOption } from "./measure-fields.ts";
import type { Measure } from "./measures.ts";
import type { DraftProblem } from "./proposal-draft.ts";
import { eligiblePolicies, policyRoles } from "./trust-checks.ts";
import type { TrustChoices } from "./trust-choices.ts";
import { noRole, type trustMeasures } from "./trust-measures.ts";

type TrustMeasure = keyof typeof trustMeasures;

export const trustMeasureWords: Record<TrustMeasure, { word: () => string; hint: () => string }> = {
  "admit-root-tao": { word: m.trust_admit_root, hint: m.trust_admit_root_hint },
  "dismiss-root-tao": { word: m.trust_dismiss_root, hint: m.trust_dismiss_root_hint },
  "insert-schema": { word: m.trust_insert_schema, hint: m.trust_insert_schema_hint },
  "update-schema": { word: m.trust_update_schema, hint: m.trust_update_schema_hint },
  "describe-schema": { word: m.trust_describe_schema, hint: m.trust_describe_schema_hint },
  "insert-policy": { word: m.trust_insert_policy, hint: m.trust_insert_policy_hint },
  "update-policy": { word: m.trust_update_policy, hint: m.trust_update_policy_hint },
  "set-policy-role": { word: m.trust_set_policy_role, hint: m.trust_set_policy_role_hint },
  "deactivate-policy": { word: m.trust_deactivate_policy, hint: m.trust_deactivate_policy_hint },
  "activate-policy": { word: m.trust_activate_policy, hint: m.trust_activate_policy_hint },
};

export const trustFieldWords = {
  rootDid: { label: m.trust_field_root_did, hint: m.trust_field_root_did_hint },
  credentialTypes: { label: m.trust_field_types, hint: m.trust_field_types_hint },
  admittedRoot: { label: m.trust_field_admitted_root },
  schema: { label: m.trust_field_schema },
  schemaContent: { label: m.trust_field_schema_content, hint: m.trust_field_schema_content_hint },
  schemaMetadata: {
    label: m.trust_field_schema_metadata,
    hint: m.trust_field_schema_metadata_hint,
  },
  policy: { label: m.trust_field_policy },
  policyName: { label: m.trust_field_policy_name, hint: m.trust_field_policy_name_hint },
  policyDescription: { label: m.trust_field_policy_description },
  policyRole: { label: m.trust_field_policy_role },
} satisfies Partial<Record<FieldName, { label: () => string; hint?: () => string }>>;

/** What can be chosen for a field about identity; undefined for one that is filled in. */
export function trustOptions(
  field: FieldName,
  measure: Measure,
  { roots, schemas, policies, dids }: TrustChoices,
): FieldOption[] | undefined {
  switch (field) {
    case "rootDid":
      return dids.map((did) => ({ value: did, label: did }));
    case "admittedRoot":
      return roots.map(({ did }) => ({ value: did, label: did }));
    case "schema":
      return schemas.map(({ schemaId, content }) => {
        const title = titleOfSchema(stringToHex(content));
        const id = shortened(schemaId, 8, 6);
        return {
          value: schemaId,
          label: title === null ? id : m.trust_schema_titled({ title, id }),
        };
      });
    case "policy":
      return eligiblePolicies(measure, policies).map(({ name }) => ({ value: name, label: name }));
    case "policyRole":
      return policyRoles.map((role) => ({
        value: role,
        label: role === noRole ? m.trust_option_no_role() : (roleNames.get(role) ?? role),
      }));
    default:
      return undefined;
  }
}

const roleNames = new Map(Object.entries(roles).map(([name, role]) => [String(role), name]));

/** Why a field about identity has nothing to choose from; null for another field. */
export function noTrustWord(field: FieldName, measure: Measure): string | null {
  switch (field) {
    case "admittedRoot":
      return m.trust_none_roots();
    case "schema":
      return m.trust_none_schemas();
    case "policy":
      return measure === "activate-policy"
        ? m.trust_none_inactive_policies()
        : m.trust_none_policies();
    default:
      return null;
  }
}

/** What stands against a field about identity, with the remedy; null for a problem that other fields have as well. */
export function trustProblemWords({ field, problem }: DraftProblem): string | null {
  switch (field) {
    case "rootDid":
      if (problem === "malformed") return m.trust_problem_did();
      return problem === "unknown" ? m.trust_problem_did_unknown() : null;
    case "credentialTypes":
      if (problem === "malformed") return m.trust_problem_types();
      return problem === "unchanged" ? m.trust_problem_types_same() : null;
    case "schemaContent":
      if (problem === "malformed") return m.trust_problem_json();
      if (problem === "taken") return m.trust_problem_schema_taken();
      return problem === "unchanged" ? m.trust_problem_schema_same() : null;
    case "schemaMetadata":
      return problem === "malformed" ? m.trust_problem_json() : null;
    case "policyName":
      if (problem === "full") return m.trust_problem_policies_full();
      if (problem === "taken") return m.trust_problem_policy_taken();
      return problem === "malformed" ? m.trust_problem_policy_name() : null;
    case "policyDescription":
    case "policyRole":
      return problem === "unchanged" ? m.trust_problem_policy_same() : null;
    default:
      return null;
  }
}

/** The sentence by which a proposal names types whose hashes alone its call has. */
export function typesSentence(types: readonly string[]): string {
  return m.trust_types_named({ types: types.join(", ") });
}
