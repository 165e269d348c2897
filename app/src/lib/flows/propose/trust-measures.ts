import { encodeFunctionData, sha256, stringToHex } from "viem";

import { trustedIssuersRegistryAbi } from "#generated/contracts/TrustedIssuersRegistry.ts";
import { trustedPoliciesRegistryAbi } from "#generated/contracts/TrustedPoliciesRegistry.ts";
import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";
import { readTypes, scopeOfTypes } from "#lib/chain/credential-types.ts";

import type { FieldValues, MeasureDefinition } from "./measure-fields.ts";
import type { TrustChoices } from "./trust-choices.ts";

type Hex = `0x${string}`;

/** No role: nobody has what such a policy gives. */
export const noRole = "0";

/** JSON as it will stand in the register. */
const json = (text: string): Hex => stringToHex(text.trim());

function chosenSchema({ schema }: Pick<FieldValues, "schema">, { schemas }: TrustChoices) {
  const chosen = schemas.find(({ schemaId }) => schemaId === schema);
  if (!chosen) throw new Error(`There is no schema ${schema}.`);
  return chosen;
}

function policyMeasure(functionName: "deactivatePolicy" | "activatePolicy") {
  return {
    fields: ["policy"],
    target: "TrustedPoliciesRegistry",
    functionName,
    encode: ({ policy }: FieldValues) =>
      encodeFunctionData({ abi: trustedPoliciesRegistryAbi, functionName, args: [policy] }),
  } as const;
}

/** What bodies decide about who is trusted for which credentials, how these look, and which rights registrars have. */
export const trustMeasures = {
  "admit-root-tao": {
    fields: ["rootDid", "credentialTypes"],
    target: "TrustedIssuersRegistry",
    functionName: "admitRootTao",
    encode: ({ rootDid, credentialTypes }) =>
      encodeFunctionData({
        abi: trustedIssuersRegistryAbi,
        functionName: "admitRootTao",
        args: [rootDid.trim(), scopeOfTypes(readTypes(credentialTypes) ?? [])],
      }),
  },
  "dismiss-root-tao": {
    fields: ["admittedRoot"],
    target: "TrustedIssuersRegistry",
    functionName: "dismissRootTao",
    encode: ({ admittedRoot }) =>
      encodeFunctionData({
        abi: trustedIssuersRegistryAbi,
        functionName: "dismissRootTao",
        args: [admittedRoot],
      }),
  },
  "insert-schema": {
    fields: ["schemaContent", "schemaMetadata"],
    target: "TrustedSchemasRegistry",
    functionName: "insertSchema",
    // A schema is known by the hash of its first revision, so that nobody can take another's id.
    encode: ({ schemaContent, schemaMetadata }) =>
      encodeFunctionData({
        abi: trustedSchemasRegistryAbi,
        functionName: "insertSchema",
        args: [sha256(json(schemaContent)), json(schemaContent), json(schemaMetadata)],
      }),
  },
  "update-schema": {
    fields: ["schema", "schemaContent", "schemaMetadata"],
    target: "TrustedSchemasRegistry",
    functionName: "updateSchema",
    encode: (values, { powers: { trust } }) =>
      encodeFunctionData({
        abi: trustedSchemasRegistryAbi,
        functionName: "updateSchema",
        args: [
          chosenSchema(values, trust).id,
          json(values.schemaContent),
          json(values.schemaMetadata),
        ],
      }),
  },
  "describe-schema": {
    fields: ["schema", "schemaMetadata"],
    target: "TrustedSchemasRegistry",
    functionName: "updateMetadata",
    encode: (values, { powers: { trust } }) => {
      const { id, revision } = chosenSchema(values, trust);
      return encodeFunctionData({
        abi: trustedSchemasRegistryAbi,
        functionName: "updateMetadata",
        args: [id, revision, json(values.schemaMetadata)],
      });
    },
  },
  "insert-policy": {
    fields: ["policyName", "policyDescription"],
    target: "TrustedPoliciesRegistry",
    functionName: "insertPolicy",
    encode: ({ policyName, policyDescription }) =>
      encodeFunctionData({
        abi: trustedPoliciesRegistryAbi,
        functionName: "insertPolicy",
        args: [policyName.trim(), policyDescription.trim()],
      }),
  },
  "update-policy": {
    fields: ["policy", "policyDescription"],
    target: "TrustedPoliciesRegistry",
    functionName: "updatePolicy",
    encode: ({ policy, policyDescription }) =>
      encodeFunctionData({
        abi: trustedPoliciesRegistryAbi,
        functionName: "updatePolicy",
        args: [policy, policyDescription.trim()],
      }),
  },
  "set-policy-role": {
    fields: ["policy", "policyRole"],
    target: "TrustedPoliciesRegistry",
    functionName: "setPolicyRole",
    encode: ({ policy, policyRole }) =>
      encodeFunctionData({
        abi: trustedPoliciesRegistryAbi,
        functionName: "setPolicyRole",
        args: [policy, BigInt(policyRole)],
      }),
  },
  "deactivate-policy": policyMeasure("deactivatePolicy"),
  "activate-policy": policyMeasure("activatePolicy"),
} as const satisfies Record<string, MeasureDefinition>;

/** Names of types that a measure sends to a register of hashes; none for another measure. */
export function typesToName({
  measure,
  credentialTypes,
}: Pick<FieldValues, "credentialTypes"> & { measure: string }): string[] {
  return measure === "admit-root-tao" ? (readTypes(credentialTypes) ?? []) : [];
}
