import type { BodyContracts } from "#lib/chain/bodies.ts";
import { membersFromContract } from "#lib/chain/contract-views.ts";
import type { EventReader, PageSources } from "#lib/chain/events.ts";
import { type DirectoryNetwork, readDirectory } from "#lib/chain/read-directory.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { readHolders } from "#lib/features/proposals/read-holders.ts";
import type { Mandates } from "#lib/features/proposals/standing.ts";
import type { Share } from "#lib/features/proposals/voting-rules.ts";
import { IndexError } from "#lib/index/client.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { organisationsQuery, type OrganisationSummary } from "#lib/index/organisations.ts";
import { type ProposableNode, proposableQuery, totalsOf } from "#lib/index/proposals.ts";

/** What a new proposal can concern, and who can make it. */
export interface Proposable {
  /** Nodes that a decision can change, by host. */
  nodes: ProposableNode[];
  /** Heads and weight of all who vote in the body. */
  totals: Share;
  /** Who acts for the members of the body. */
  mandates: Mandates;
  /** By name, retired ones included. */
  organisations: { id: `0x${string}`; name: string; status: OrganisationSummary["status"] }[];
  networks: DirectoryNetwork[];
}

/**
 * What a proposal to a body can concern.
 *
 * @param body The body that would decide.
 */
export async function readProposable(
  sources: PageSources,
  body: BodyContracts,
): Promise<Proposable> {
  const { index, chain, addresses } = sources;
  const registryId = body.MemberRegistry.toLowerCase();
  // The directory is short, and what it says of a network binds: the contract is asked in any case.
  const directory = readDirectory(chain, addresses);
  const answered = indexOrContract(
    async (): Promise<Omit<Proposable, "networks" | "mandates">> => {
      const [answer, { organisations }] = await Promise.all([
        index.ask(proposableQuery, { registryId }),
        index.ask(organisationsQuery, { first: 1000, skip: 0 }),
      ]);
      if (answer.memberRegistry === null)
        throw new IndexError("refused", `The index does not know the register ${registryId}.`);
      return {
        nodes: answer.nodes,
        totals: {
          heads: answer.memberRegistry.totalHeads,
          weight: answer.memberRegistry.totalWeight,
        },
        organisations: organisations.map(ofOrganisation),
      };
    },
    () => proposableFromContracts(chain, addresses, body),
    sources.isLate,
  );
  const [networks, mandates, { nodes, totals, organisations }] = await Promise.all([
    directory,
    readHolders(sources, body),
    answered,
  ]);
  return { nodes, totals, mandates, organisations, networks };
}

async function proposableFromContracts(
  chain: EventReader,
  addresses: Addresses,
  body: BodyContracts,
): Promise<Omit<Proposable, "networks" | "mandates">> {
  const [registers, own] = await Promise.all([
    readRegisters(chain, addresses),
    membersFromContract(chain, body),
  ]);
  const voting = own.filter((member) => member.class === "member" && member.status === "active");
  return {
    nodes: registers.nodes
      .filter(({ status }) => status !== "none" && status !== "retired")
      .map(({ network, ...node }) => ({ ...node, network: BigInt(network) }))
      .sort((a, b) => compare(a.host, b.host)),
    totals: totalsOf(voting),
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
