import { getAddress } from "viem";

import { authorityAbi } from "#generated/contracts/Authority.ts";
import { trustedPoliciesRegistryAbi } from "#generated/contracts/TrustedPoliciesRegistry.ts";
import type { PageSources } from "#lib/chain/events.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { policySubjectsQuery, rolesOfPoliciesQuery } from "#lib/index/policies.ts";

import { largestPage, type PageAsked, pageOf } from "./paging.ts";

type Hex = `0x${string}`;

/** Accounts that are listed at most: of more the index tells no more at a time, and only bodies appoint any. */
const mostUsers = 1000;

/** The register holds 64 policies at most, and gives 50 at a time. */
const pagesOfPolicies = [1n, 2n];

/**
 * A page of the accounts that have a policy, in the order of their addresses, and how many there are, up to 1,000. While the index gives no
 * answer, whoever holds the role of a policy is counted, and left out of its page where the policies give it nothing.
 */
export async function policyUsers(
  { index, chain, addresses, isLate, now }: PageSources & { now: Promise<number> },
  asked: PageAsked,
): Promise<{ items: Hex[]; total: number }> {
  return indexOrContract(
    async () => {
      const { policies } = await index.ask(rolesOfPoliciesQuery, {});
      const { policySubjects } = await index.ask(policySubjectsQuery, {
        first: mostUsers,
        where: {
          roles_: {
            role_in: [...new Set(policies.map(({ role }) => role.id))],
            revokedAt: null,
            // Whoever holds a role with a delay acts through the Authority, which no policy can replace.
            executionDelay: "0",
            since_lte: String(await now),
          },
        },
      });
      return pageOf(
        policySubjects.map(({ id }) => getAddress(id)),
        asked,
      );
    },
    async () => {
      const { items, total } = pageOf(await holders({ chain, addresses }), asked);
      const has = await Promise.all(items.map((user) => hasPolicy({ chain, addresses }, user)));
      return { items: items.filter((_, place) => has[place]), total };
    },
    isLate,
  );
}

type Contracts = Pick<PageSources, "chain" | "addresses">;

const policiesOf = ({ addresses }: Contracts) =>
  ({ address: addresses.TrustedPoliciesRegistry, abi: trustedPoliciesRegistryAbi }) as const;

/** Accounts with a role that a policy is answered from, each once. */
async function holders(contracts: Contracts): Promise<Hex[]> {
  const { chain, addresses } = contracts;
  const policies = policiesOf(contracts);
  const pages = await Promise.all(
    pagesOfPolicies.map((page) =>
      chain.readContract({
        ...policies,
        functionName: "getPolicyNames",
        args: [page, BigInt(largestPage)],
      }),
    ),
  );
  const names = [...new Set(pages.flatMap(([items]) => items))];
  const roles = await Promise.all(
    names.map((name) =>
      chain.readContract({ ...policies, functionName: "policyRole", args: [name] }),
    ),
  );
  const members = await Promise.all(
    [...new Set(roles)]
      .filter((role) => role !== 0n)
      .map((role) =>
        chain.readContract({
          address: addresses.Authority,
          abi: authorityAbi,
          functionName: "roleMembers",
          args: [role],
        }),
      ),
  );
  const lowerCase = new Set(members.flat().map((account) => account.toLowerCase() as Hex));
  return [...lowerCase]
    .sort()
    .slice(0, mostUsers)
    .map((account) => getAddress(account));
}

/** A member with a delay, or whose policies are inactive, has nothing by them. */
async function hasPolicy(contracts: Contracts, user: Hex): Promise<boolean> {
  const [, total] = await contracts.chain.readContract({
    ...policiesOf(contracts),
    functionName: "getUserAttributes",
    args: [user, 1n, 1n],
  });
  return total > 0n;
}
