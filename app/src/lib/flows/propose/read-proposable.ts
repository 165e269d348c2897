import type { EventReader, PageSources } from "#lib/chain/events.ts";
import { type DirectoryNetwork, readDirectory } from "#lib/chain/read-directory.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { readMandates } from "#lib/features/proposals/read-from-contracts.ts";
import type { Mandates } from "#lib/features/proposals/standing.ts";
import type { Share } from "#lib/features/proposals/voting-rules.ts";
import { representativesQuery } from "#lib/index/members.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { organisationsQuery, type OrganisationSummary } from "#lib/index/organisations.ts";
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
  /** By name, retired ones included. */
  organisations: { id: `0x${string}`; name: string; status: OrganisationSummary["status"] }[];
  networks: DirectoryNetwork[];
}

export async function readProposable(sources: PageSources): Promise<Proposable> {
  const { index, chain, addresses } = sources;
  const registry = addresses.MemberRegistry.toLowerCase();
  // The directory is short, and what it says of a network binds: the contract is asked in any case.
  const directory = readDirectory(chain, addresses);
  const answered = indexOrContract(
    async (): Promise<Omit<Proposable, "networks">> => {
      const [answer, answeredMandates, { organisations }] = await Promise.all([
        index.ask(proposableQuery, { registry, registryId: registry }),
        index.ask(representativesQuery, { registry }),
        index.ask(organisationsQuery, { first: 1000, skip: 0 }),
      ]);
      return {
        nodes: answer.nodes,
        members: answer.members,
        totals: {
          heads: answer.memberRegistry?.totalHeads ?? 0,
          weight: answer.memberRegistry?.totalWeight ?? 0n,
        },
        mandates: answeredMandates,
        organisations: organisations.map(ofOrganisation),
      };
    },
    () => proposableFromContracts(chain, addresses),
    sources.isLate,
  );
  const [networks, { nodes, members, totals, mandates, organisations }] = await Promise.all([
    directory,
    answered,
  ]);
  return { nodes, members, totals, mandates, organisations, networks };
}

async function proposableFromContracts(
  chain: EventReader,
  addresses: Addresses,
): Promise<Omit<Proposable, "networks">> {
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
    organisations: registers.organisations
      .map(ofOrganisation)
      .sort((a, b) => compare(a.name, b.name)),
  };
}

function ofOrganisation({ id, name, status }: Proposable["organisations"][number]) {
  return { id, name, status };
}

/** The order in which the index sorts texts. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
