import type { EventReader, PageSources } from "#lib/chain/events.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { readMandates } from "#lib/features/proposals/read-from-contracts.ts";
import type { Mandates } from "#lib/features/proposals/standing.ts";
import type { Share } from "#lib/features/proposals/voting-rules.ts";
import { representativesQuery } from "#lib/index/members.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import {
  type ProposableMember,
  type ProposableNode,
  proposableQuery,
  totalsOf,
} from "#lib/index/proposals.ts";

/** What a new proposal can concern, and who can make it. */
export interface Proposable {
  /** Nodes that a decision can change, by host. */
  nodes: ProposableNode[];
  /** Members that have not left, by code. */
  members: ProposableMember[];
  /** Heads and weight of all who vote. */
  totals: Share;
  mandates: Mandates;
}

export async function readProposable(sources: PageSources): Promise<Proposable> {
  const { index, chain, addresses } = sources;
  const registry = addresses.MemberRegistry.toLowerCase();
  const { nodes, members, totals, mandates } = await indexOrContract(
    async (): Promise<Proposable> => {
      const [answer, answeredMandates] = await Promise.all([
        index.ask(proposableQuery, { registry, registryId: registry }),
        index.ask(representativesQuery, { registry }),
      ]);
      return {
        nodes: answer.nodes,
        members: answer.members,
        totals: {
          heads: answer.memberRegistry?.totalHeads ?? 0,
          weight: answer.memberRegistry?.totalWeight ?? 0n,
        },
        mandates: answeredMandates,
      };
    },
    () => proposableFromContracts(chain, addresses),
    sources.isLate,
  );
  return { nodes, members, totals, mandates };
}

async function proposableFromContracts(
  chain: EventReader,
  addresses: Addresses,
): Promise<Proposable> {
  const [registers, { members, mandates }] = await Promise.all([
    readRegisters(chain, addresses),
    readMandates(chain, addresses),
  ]);
  const voting = members.filter(
    (member) => member.class === "member" && member.status === "active",
  );
  return {
    nodes: registers.nodes
      .filter(({ status }) => status !== "none" && status !== "retired")
      .map(({ network, ...node }) => ({ ...node, network: BigInt(network) }))
      .sort((a, b) => compare(a.host, b.host)),
    members: members
      .filter(({ status }) => status !== "left")
      .sort((a, b) => compare(a.code, b.code)),
    totals: totalsOf(voting),
    mandates,
  };
}

/** The order in which the index sorts texts. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
