import { sha256, stringToHex } from "viem";

import { roles } from "#generated/roles.ts";
import { generalTypes, readTypes, scopeOfTypes } from "#lib/chain/credential-types.ts";
import { isLegalEntityDid } from "#lib/features/identity/did.ts";
import { multibase } from "#lib/features/proposals/decode-call.ts";

import { type Check, malformed, missing, textUpTo } from "./field-checks.ts";
import type { FieldName } from "./measure-fields.ts";
import type { Measure } from "./measures.ts";
import type { ChoosablePolicy } from "./trust-choices.ts";
import { noRole } from "./trust-measures.ts";

/** What the registers take at most. */
const most = { types: 64, schema: 16_384, metadata: 2_048, policies: 64 };

/** Roles from which a policy can be answered. */
export const policyRoles = [noRole, ...Object.values(roles).map(String)];

/** Policies that a measure can concern. */
export function eligiblePolicies(
  measure: Measure,
  policies: readonly ChoosablePolicy[],
): ChoosablePolicy[] {
  if (measure === "deactivate-policy") return policies.filter(({ active }) => active);
  if (measure === "activate-policy") return policies.filter(({ active }) => !active);
  return [...policies];
}

/** JSON that is an object, within bounds. */
const jsonUpTo =
  (field: FieldName, bytes: number): Check =>
  (draft, choices) => {
    const problem = textUpTo(field, bytes)(draft, choices);
    if (problem) return problem;
    try {
      const value: unknown = JSON.parse(draft[field]);
      return typeof value === "object" && value !== null && !Array.isArray(value)
        ? null
        : malformed;
    } catch {
      return malformed;
    }
  };

export const trustChecks = {
  rootDid: ({ rootDid }, { powers: { trust } }) => {
    const did = rootDid.trim();
    if (did === "") return missing;
    if (!isLegalEntityDid(did)) return malformed;
    return trust.allDids && !trust.dids.includes(did) ? { problem: "unknown" } : null;
  },
  credentialTypes: ({ credentialTypes, rootDid }, { powers: { trust } }) => {
    const types = readTypes(credentialTypes);
    if (types === null || types.some((type) => generalTypes.includes(type))) return malformed;
    if (types.length === 0) return missing;
    if (types.length > most.types) return { problem: "out-of-range", least: 1, most: most.types };
    const present = trust.roots.find(({ did }) => did === rootDid.trim());
    return present && String(present.scope) === String(scopeOfTypes(types))
      ? { problem: "unchanged" }
      : null;
  },
  admittedRoot: ({ admittedRoot }, { powers: { trust } }) =>
    trust.roots.some(({ did }) => did === admittedRoot) ? null : missing,
  schema: ({ schema }, { powers: { trust } }) =>
    trust.schemas.some(({ schemaId }) => schemaId === schema) ? null : missing,
  schemaContent: (draft, choices) => {
    const problem = jsonUpTo("schemaContent", most.schema)(draft, choices);
    if (problem) return problem;
    const { schemas } = choices.powers.trust;
    const hash = sha256(stringToHex(draft.schemaContent.trim()));
    if (draft.measure === "insert-schema")
      return schemas.some(({ schemaId }) => schemaId === multibase(hash))
        ? { problem: "taken" }
        : null;
    const chosen = schemas.find(({ schemaId }) => schemaId === draft.schema);
    return chosen?.revisions.includes(hash) ? { problem: "unchanged" } : null;
  },
  schemaMetadata: jsonUpTo("schemaMetadata", most.metadata),
  policyName: (draft, choices) => {
    const { policies } = choices.powers.trust;
    const name = draft.policyName.trim();
    if (policies.length >= most.policies) return { problem: "full" };
    if (policies.some((policy) => policy.name === name)) return { problem: "taken" };
    if (name !== "" && !/^[A-Za-z0-9]+:[A-Za-z0-9]+$/.test(name)) return malformed;
    return textUpTo("policyName", 64)(draft, choices);
  },
  policyDescription: (draft, choices) => {
    const problem = textUpTo("policyDescription", 256)(draft, choices);
    if (problem || draft.measure === "insert-policy") return problem;
    const chosen = choices.powers.trust.policies.find(({ name }) => name === draft.policy);
    return chosen?.description === draft.policyDescription.trim() ? { problem: "unchanged" } : null;
  },
  policy: ({ policy, measure }, { powers: { trust } }) =>
    eligiblePolicies(measure, trust.policies).some(({ name }) => name === policy) ? null : missing,
  policyRole: ({ policyRole, policy }, { powers: { trust } }) => {
    if (!policyRoles.includes(policyRole)) return missing;
    const chosen = trust.policies.find(({ name }) => name === policy);
    return chosen && String(chosen.role) === policyRole ? { problem: "unchanged" } : null;
  },
} satisfies Partial<Record<FieldName, Check>>;
