import { BlockNotFoundError, type PublicClient } from "viem";

import { councilAbi } from "#generated/contracts/Council.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { roles } from "#generated/roles.ts";
import {
  type ContractMember,
  membersFromContract,
  nodeFromContract,
  organisationFromContract,
} from "#lib/chain/contract-views.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { BodyRow, ProposalDetailRow } from "#lib/index/proposals.ts";

import {
  isCouncilEvent,
  isMandateEvent,
  mandatesFromEvents,
  proposalsFromEvents,
} from "./from-events.ts";
import { memberOf, type Mandates } from "./standing.ts";

/** What is needed of a client to read a body without the index: views and events. */
export type BodyReader = Pick<PublicClient, "readContract" | "getContractEvents" | "getBlock">;

type Hex = `0x${string}`;

/** The body, some of its proposals and its mandates as the contracts and their events tell them. */
export async function readBody(
  chain: BodyReader,
  addresses: Addresses,
  choose: (rows: ProposalDetailRow[]) => ProposalDetailRow[],
): Promise<{ body: BodyRow; rows: ProposalDetailRow[]; mandates: Mandates }> {
  const council = { address: addresses.Council, abi: councilAbi } as const;
  const registry = { address: addresses.MemberRegistry, abi: memberRegistryAbi } as const;
  const range = { fromBlock: 0n, toBlock: "latest", strict: true } as const;
  const [name, votingPeriod, members, said, mandated, head] = await Promise.all([
    chain.readContract({ ...council, functionName: "name" }),
    chain.readContract({ ...council, functionName: "votingPeriod" }),
    membersFromContract(chain, addresses),
    chain.getContractEvents({ ...council, ...range }),
    chain.getContractEvents({ ...registry, ...range }),
    chain.getBlock({ blockTag: "latest" }),
  ]);
  const mandates = mandatesFromEvents(
    (mandated as { eventName: string }[]).filter(isMandateEvent),
    members,
  );
  const events = (said as { eventName: string }[]).filter(isCouncilEvent);
  const times = await blockTimes(
    chain,
    events.map(({ blockNumber }) => blockNumber),
  );
  const rows = choose(
    proposalsFromEvents(
      events,
      (block) => times.get(block) ?? 0,
      (key) => memberOf(key, mandates),
    ),
  );
  const snapshots = [...new Set(rows.map(({ snapshot }) => snapshot))].toSorted((a, b) => a - b);
  const roll = await Promise.all(
    members.map(async (member) => ({
      ...member,
      weightHistory: await Promise.all(
        snapshots.map(async (timepoint) => ({
          timepoint,
          ...(await shareAt(chain, addresses, member, timepoint, Number(head.timestamp))),
        })),
      ),
    })),
  );
  return {
    body: {
      id: addresses.Council.toLowerCase() as Hex,
      name,
      votingPeriod: Number(votingPeriod),
      memberRegistry: {
        id: addresses.MemberRegistry.toLowerCase() as Hex,
        members: roll,
      },
    },
    rows,
    mandates,
  };
}

/** Names of what calls concern, as the registers themselves have them. */
export async function namedInContracts(
  chain: BodyReader,
  addresses: Addresses,
  ids: { nodes: readonly Hex[]; organisations: readonly Hex[] },
) {
  const [nodes, organisations] = await Promise.all([
    Promise.all(ids.nodes.map((id) => nodeFromContract(chain, addresses, id))),
    Promise.all(ids.organisations.map((id) => organisationFromContract(chain, addresses, id))),
  ]);
  return {
    nodes: nodes.flatMap((node) => (node ? [{ ...node, network: BigInt(node.network) }] : [])),
    organisations: organisations.filter((organisation) => organisation !== null),
    roles: Object.entries(roles).map(([label, roleId]) => ({ roleId, label })),
  };
}

/** What a member's vote counts at a timepoint; a timepoint still ahead counts as the present. */
async function shareAt(
  chain: BodyReader,
  addresses: Addresses,
  member: ContractMember,
  timepoint: number,
  now: number,
): Promise<{ heads: number; weight: bigint }> {
  if (timepoint >= now) {
    const counts = member.status === "active" && member.class === "member";
    return { heads: counts ? 1 : 0, weight: counts ? member.weight : 0n };
  }
  const [heads, weight] = await chain.readContract({
    address: addresses.MemberRegistry,
    abi: memberRegistryAbi,
    functionName: "votesAt",
    args: [member.account, timepoint],
  });
  return { heads, weight };
}

async function blockTimes(
  chain: BodyReader,
  blocks: readonly bigint[],
): Promise<Map<bigint, number>> {
  const distinct = [...new Set(blocks)];
  const times = await Promise.all(
    distinct.map(async (blockNumber): Promise<[bigint, number]> => {
      try {
        return [blockNumber, Number((await chain.getBlock({ blockNumber })).timestamp)];
      } catch (error) {
        // The chain was reorganised between the two questions; the next look finds the new block.
        if (error instanceof BlockNotFoundError) return [blockNumber, 0];
        throw error;
      }
    }),
  );
  return new Map(times);
}
