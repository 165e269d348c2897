import * as z from "zod";

import { authorityAbi } from "#generated/contracts/Authority.ts";
import { trustedPoliciesRegistryAbi } from "#generated/contracts/TrustedPoliciesRegistry.ts";

import { ParameterFault, rpcMethod, type WriteService } from "./rpc-method.ts";
import { address, boundedText, wholeNumber } from "./shapes.ts";
import { readPolicy, roleOfPolicy } from "./trusted-policies.ts";

const from = address.describe("Account that will sign.");
const contract = "TrustedPoliciesRegistry";
const scopes = ["tpr_write"] as const;

const policyName = boundedText(64, "Give the name of a policy, 1 to 64 characters.");
const description = boundedText(256, "Give 1 to 256 characters.");
const policyId = wholeNumber(1, 2 ** 31 - 1);

/** A policy is named by one of the two. */
const named = { policyId: policyId.optional(), policyName: policyName.optional() };

async function nameOf(asked: {
  policyId?: number | undefined;
  policyName?: string | undefined;
}): Promise<string> {
  const { policyId, policyName } = asked;
  if ((policyId === undefined) === (policyName === undefined))
    throw new ParameterFault(
      "policyName",
      "The policy is to be named by its id or by its name.",
      "Give either policyId or policyName.",
    );
  return policyName ?? (await readPolicy(String(policyId))).policyName;
}

/** The one role that policies are answered from: users get rights by the Authority alone. */
async function roleOf(parameter: string, names: readonly string[]): Promise<bigint> {
  const roles = new Set(await Promise.all(names.map(roleOfPolicy)));
  const [role] = roles;
  if (roles.size !== 1 || role === undefined || role === 0n)
    throw new ParameterFault(
      parameter,
      role === 0n
        ? "The policy is answered from no role."
        : "The policies are answered from more than one role.",
      role === 0n
        ? "Let a body say first from which role it is answered: setPolicyRole."
        : "Give the policies of one role at a time.",
    );
  return role;
}

export const trustedPoliciesWrites: WriteService = {
  id: "writeTrustedPoliciesRegistry",
  tag: "Trusted Policies Registry v3",
  path: "/trusted-policies-registry/v3/jsonrpc",
  abis: { TrustedPoliciesRegistry: trustedPoliciesRegistryAbi, Authority: authorityAbi },
  methods: [
    rpcMethod({
      name: "insertPolicy",
      scopes,
      contract,
      functionName: "insertPolicy",
      parameters: z.strictObject({ from, policyName, description }),
      args: (p) => [p.policyName, p.description],
    }),
    rpcMethod({
      name: "updatePolicy",
      scopes,
      contract,
      functionName: "updatePolicy",
      parameters: z.strictObject({ from, ...named, description }),
      args: async (p) => [await nameOf(p), p.description],
    }),
    ...(["deactivatePolicy", "activatePolicy"] as const).map((name) =>
      rpcMethod({
        name,
        scopes,
        contract,
        functionName: name,
        parameters: z.strictObject({ from, ...named }),
        args: async (p) => [await nameOf(p)],
      }),
    ),
    rpcMethod({
      name: "insertUserAttributes",
      scopes,
      contract: "Authority",
      functionName: "grantRole",
      parameters: z.strictObject({
        from,
        user: address,
        attributes: z
          .array(policyName)
          .min(1, "Give 1 to 64 names of policies.")
          .max(64, "Give 1 to 64 names of policies.")
          .describe("Policies of one role, which the user gets with all that belongs to it."),
      }),
      args: async ({ user, attributes }) => [await roleOf("attributes", attributes), user, 0],
    }),
    rpcMethod({
      name: "deleteUserAttribute",
      scopes,
      contract: "Authority",
      functionName: "revokeRole",
      parameters: z.strictObject({
        from,
        user: address,
        attribute: policyName.describe(
          "A policy, whose role the user loses with all that belongs to it.",
        ),
      }),
      args: async ({ user, attribute }) => [await roleOf("attribute", [attribute]), user],
    }),
  ],
};
