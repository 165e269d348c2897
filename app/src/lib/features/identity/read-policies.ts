import { type Address, getAddress, isAddress } from "viem";

import { trustedPoliciesRegistryAbi } from "#generated/contracts/TrustedPoliciesRegistry.ts";
import { roles } from "#generated/roles.ts";
import type { EventReader } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";

/** The register holds 64 policies at most, and gives 50 at a time. */
const pages = [1n, 2n];
const pageSize = 50n;

export interface ListedPolicy {
  id: number;
  name: string;
  description: string;
  active: boolean;
  /** Role that it is answered from, by its name or its number; null for none. */
  role: { id: string; name: string | null } | null;
  /** Whether the account that was asked about has it; null without such an account. */
  answer: boolean | null;
}

export interface PolicyReading {
  policies: ListedPolicy[];
  /** What the address asks for; empty for nothing. */
  asked: string;
  /** The account that the answers are for; null for none, or for what is no address. */
  account: Address | null;
}

/** All policies, and what each answers for an account: what the contract tells everybody who asks it. */
export async function readPolicies(
  chain: Pick<EventReader, "readContract">,
  addresses: Pick<Addresses, "TrustedPoliciesRegistry">,
  asked: string,
): Promise<PolicyReading> {
  const contract = {
    address: addresses.TrustedPoliciesRegistry,
    abi: trustedPoliciesRegistryAbi,
  } as const;
  const text = asked.trim();
  const account = isAddress(text, { strict: false }) ? getAddress(text) : null;
  const lists = await Promise.all(
    pages.map((page) =>
      chain.readContract({ ...contract, functionName: "getPolicyNames", args: [page, pageSize] }),
    ),
  );
  const names = [...new Set(lists.flatMap(([items]) => items))];
  const policies = await Promise.all(
    names.map(async (name): Promise<ListedPolicy> => {
      const [[id, description, , active], role, answer] = await Promise.all([
        chain.readContract({ ...contract, functionName: "getPolicy", args: [name] }),
        chain.readContract({ ...contract, functionName: "policyRole", args: [name] }),
        account === null
          ? null
          : chain.readContract({ ...contract, functionName: "checkPolicy", args: [name, account] }),
      ]);
      return { id: Number(id), name, description, active, role: roleOf(role), answer };
    }),
  );
  return { policies, asked: text, account };
}

function roleOf(id: bigint): ListedPolicy["role"] {
  if (id === 0n) return null;
  const [name] = Object.entries(roles).find(([, known]) => known === id) ?? [];
  return { id: String(id), name: name ?? null };
}
