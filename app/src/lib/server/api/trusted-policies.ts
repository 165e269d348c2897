import { getAddress } from "viem";
import * as z from "zod";

import { trustedPoliciesRegistryAbi } from "#generated/contracts/TrustedPoliciesRegistry.ts";

import { pageReading } from "../sources.ts";
import { json, notFound, operation, readProblems } from "./operation.ts";
import { collection, collectionShape, largestPage, type PageAsked, pageQuery } from "./paging.ts";
import { policyUsers } from "./policy-users.ts";
import { Problem } from "./problem-of.ts";
import { itemsOf, pageArguments, registry } from "./registries.ts";
import { address, boundedText, href } from "./shapes.ts";

type Hex = `0x${string}`;

const root = "/trusted-policies-registry/v3";
const tag = "Trusted Policies Registry v3";

export const listPolicies = operation({
  id: "listPolicies",
  method: "get",
  path: `${root}/policies`,
  tag,
  summary: "List the policies: names of rights.",
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ policyName: z.string(), href })), "A page of policies."),
    ...readProblems,
  },
});

export const getPolicy = operation({
  id: "getPolicy",
  method: "get",
  path: `${root}/policies/{policyName}`,
  tag,
  summary: "Give a policy.",
  pathParameters: z.object({
    policyName: boundedText(64, "Give the name of a policy, at most 64 characters.").describe(
      "`<registry>:<function>`, for example `DID:insertDidDocument`; or the id of the policy.",
    ),
  }),
  answers: {
    "200": json(
      z.object({
        policyId: z.int().min(1),
        policyName: z.string(),
        description: z.string(),
        status: z.boolean().describe("Whether it gives anything now."),
      }),
      "The policy.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

export const listUsers = operation({
  id: "listPolicyUsers",
  method: "get",
  path: `${root}/users`,
  tag,
  summary: "List the accounts that have a right by a policy, the first 1,000.",
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ user: address, href })), "A page of accounts."),
    ...readProblems,
  },
});

export const getUser = operation({
  id: "getPolicyUser",
  method: "get",
  path: `${root}/users/{user}`,
  tag,
  summary: "List the policies of an account.",
  pathParameters: z.object({ user: address }),
  answers: {
    "200": json(
      z.object({ user: address, attributes: z.array(z.string()) }),
      "The account, and the names of its policies.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

async function policies() {
  const { chain, address } = await registry("TrustedPoliciesRegistry");
  return { chain, contract: { address, abi: trustedPoliciesRegistryAbi } as const };
}

export async function readPolicies(url: URL, query: PageAsked) {
  const { chain, contract } = await policies();
  const { items, total } = itemsOf(
    await chain.readContract({
      ...contract,
      functionName: "getPolicyNames",
      args: pageArguments(query),
    }),
  );
  return collection(url, query, {
    items: items.map((policyName) => ({
      policyName,
      href: `${url.origin}${root}/policies/${encodeURIComponent(policyName)}`,
    })),
    total,
  });
}

/** By its name, or by its id in decimal digits. */
export async function readPolicy(nameOrId: string) {
  const { chain, contract } = await policies();
  const [policyId, description, policyName, status] = /^[1-9]\d{0,8}$/.test(nameOrId)
    ? await chain.readContract({
        ...contract,
        functionName: "getPolicy",
        args: [BigInt(nameOrId)],
      })
    : await chain.readContract({ ...contract, functionName: "getPolicy", args: [nameOrId] });
  return { policyId: Number(policyId), policyName, description, status };
}

export async function readUsers(url: URL, query: PageAsked) {
  const { items, total } = await policyUsers(await pageReading(), query);
  return collection(url, query, {
    items: items.map((user) => ({ user, href: `${url.origin}${root}/users/${user}` })),
    total,
  });
}

async function attributesOf(user: Hex): Promise<string[]> {
  const { chain, contract } = await policies();
  const pages = await Promise.all(
    [1n, 2n].map((page) =>
      chain.readContract({
        ...contract,
        functionName: "getUserAttributes",
        args: [user, page, BigInt(largestPage)],
      }),
    ),
  );
  return pages.flatMap(([items]) => items);
}

export async function readUser(user: string) {
  const account = getAddress(user);
  const attributes = await attributesOf(account);
  if (attributes.length === 0)
    throw new Problem(
      404,
      "The account has no policy.",
      "Check the address; a body appoints who holds the role of a policy.",
    );
  return { user: account, attributes };
}

/** Role that a policy is answered from; 0 for none. */
export async function roleOfPolicy(policyName: string): Promise<bigint> {
  const { chain, contract } = await policies();
  return chain.readContract({ ...contract, functionName: "policyRole", args: [policyName] });
}
