import type { Address } from "viem";

import { authorityAbi } from "../../generated/contracts/Authority.ts";
import { councilAbi } from "../../generated/contracts/Council.ts";
import { permissionViewsAbi } from "../../generated/contracts/PermissionViews.ts";
import {
  callOf,
  type PreparingChain,
  type ProposalChain,
  type ProposedCall,
} from "./proposal-script.ts";

/** Most bodies that PermissionViews knows at a time. */
const bodiesMaximum = 4;

/** A right to call, as the Authority keeps it. */
export interface RoleHolding {
  role: bigint;
  holder: Address;
  /** Seconds that the holder waits between the decision and the call. */
  delay: number;
}

type Setting =
  | "accessManager"
  | "baseDelaySeconds"
  | "classTable"
  | "companions"
  | "limits"
  | "memberRegistry"
  | "name"
  | "selfCallDelay"
  | "votingDelay"
  | "votingPeriod";

/** A Council with the settings of a present one, which answers another Authority if one is given. Its code is that of this repository. */
export async function deploySuccessor(
  { client, deploy }: PreparingChain,
  predecessor: Address,
  authority?: Address,
): Promise<Address> {
  const council = { address: predecessor, abi: councilAbi } as const;
  const read = async <name extends Setting>(functionName: name) =>
    await client.readContract({ ...council, functionName });
  const [deliberation, vetoes] = await read("companions");
  const [extension, proposalLimit] = await read("limits");
  return deploy("Council", [
    {
      name: await read("name"),
      authority: authority ?? (await read("accessManager")),
      members: await read("memberRegistry"),
      classes: await read("classTable"),
      deliberation,
      vetoes,
      votingDelay: await read("votingDelay"),
      votingPeriod: await read("votingPeriod"),
      baseDelay: await read("baseDelaySeconds"),
      selfCallDelay: await read("selfCallDelay"),
      extension,
      proposalLimit,
    },
  ]);
}

/** Who holds a role of an Authority, or will. */
export async function holdersOf(
  { client }: ProposalChain,
  authority: Address,
  role: bigint,
): Promise<Address[]> {
  const manager = { address: authority, abi: authorityAbi } as const;
  return [
    ...(await client.readContract({ ...manager, functionName: "roleMembers", args: [role] })),
  ];
}

/**
 * The roles of an Authority and who holds them, or those of one holder. A grant that begins or changes later cannot be copied, and is an
 * error.
 */
export async function holdingsOf(
  chain: ProposalChain,
  authority: Address,
  only?: Address,
): Promise<RoleHolding[]> {
  const { client } = chain;
  const manager = { address: authority, abi: authorityAbi } as const;
  const now = (await client.getBlock()).timestamp;
  const holdings: RoleHolding[] = [];
  for (const role of await client.readContract({ ...manager, functionName: "roles" })) {
    for (const holder of await holdersOf(chain, authority, role)) {
      if (only !== undefined && holder !== only) continue;
      const [since, delay, , effect] = await client.readContract({
        ...manager,
        functionName: "getAccess",
        args: [role, holder],
      });
      const settled = Math.max(since, effect);
      if (BigInt(settled) > now)
        throw new Error(
          `Role ${role} of ${holder} changes at ${settled} (seconds since 1970). Wait until then, so that nothing is lost on the way.`,
        );
      holdings.push({ role, holder, delay });
    }
  }
  return holdings;
}

export interface KnownBody {
  council: Address;
  memberRegistry: Address;
}

/** The bodies that nodes let their members through to: all that there are. */
export async function bodiesOf({ client, addresses }: ProposalChain): Promise<KnownBody[]> {
  const bodies = await client.readContract({
    address: addresses.PermissionViews,
    abi: permissionViewsAbi,
    functionName: "bodies",
  });
  return [...bodies];
}

/**
 * Lets the members of a body reach its successor, too; where there is no room for both, the successor alone. They reach their register and
 * the Authority in either case.
 */
export function admitSuccessor(
  { addresses }: ProposalChain,
  known: readonly KnownBody[],
  { council, memberRegistry }: KnownBody,
  successor: Address,
): ProposedCall[] {
  const views = { address: addresses.PermissionViews, abi: permissionViewsAbi } as const;
  const add = callOf(views, "addBody", [successor, memberRegistry]);
  return known.length < bodiesMaximum ? [add] : [callOf(views, "removeBody", [council]), add];
}
