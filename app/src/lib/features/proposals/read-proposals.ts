import type { PublicClient } from "viem";

import { councilAbi } from "#generated/contracts/Council.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { Index } from "#lib/index/client.ts";
import {
  type BodyRow,
  namedInCallsQuery,
  proposalQuery,
  proposalsQuery,
  type ProposalSummaryRow,
} from "#lib/index/proposals.ts";

import {
  type Call,
  type CallRegisters,
  type DecodedCall,
  decodeCall,
  flattenCalls,
  type Reference,
  referencesOf,
} from "./decode-call.ts";
import { needsTerms, proposalFromIndex, type ProposalTerms } from "./from-index.ts";
import { knownContracts } from "./known-contracts.ts";
import type { Proposal } from "./proposal.ts";

type Hex = `0x${string}`;

/** Where proposals are read from: the index for what happened, the contract for what binds. */
export interface ProposalSources {
  index: Index;
  chain: Pick<PublicClient, "readContract">;
  addresses: Addresses;
}

/** A proposal with its calls in words. */
export interface ReadProposal {
  proposal: Proposal;
  calls: DecodedCall[];
}

/** All proposals of the body, newest first. */
export async function readProposals(
  sources: ProposalSources,
): Promise<{ body: BodyRow | null; proposals: ReadProposal[] }> {
  const body = sources.addresses.Council.toLowerCase();
  const answer = await sources.index.ask(proposalsQuery, { body, bodyId: body });
  const proposals = await withTerms(sources, answer.body, answer.proposals);
  return { body: answer.body, proposals: await withCalls(sources, answer.body, proposals) };
}

/** One proposal by the number or the id that stands in the address; null when there is none. */
export async function readProposal(
  sources: ProposalSources,
  id: string,
): Promise<ReadProposal | null> {
  const where = proposalFilter(id);
  if (!where) return null;
  const body = sources.addresses.Council.toLowerCase();
  const answer = await sources.index.ask(proposalQuery, {
    bodyId: body,
    where: { body, ...where },
  });
  const proposals = await withTerms(sources, answer.body, answer.proposals);
  return (await withCalls(sources, answer.body, proposals))[0] ?? null;
}

/** What the end of `/proposals/…` asks for: a number for people, or the id that the Council knows. */
export function proposalFilter(id: string): { number: number } | { proposalId: string } | null {
  if (/^[1-9]\d{0,8}$/.test(id)) return { number: Number(id) };
  if (/^\d{10,78}$/.test(id) || /^0x[0-9a-f]{64}$/i.test(id))
    return { proposalId: String(BigInt(id)) };
  return null;
}

/** What a list of calls does, with the names that our registers have for what they concern. */
export async function readCalls(
  { index, addresses }: Pick<ProposalSources, "index" | "addresses">,
  calls: readonly (readonly Call[])[],
  members: CallRegisters["members"],
): Promise<DecodedCall[][]> {
  const nobody: CallRegisters = {
    contracts: knownContracts(addresses),
    nodes: new Map(),
    organisations: new Map(),
    members,
    roles: new Map(),
  };
  // The first reading finds out what the calls name, the second one puts the names in.
  const unnamed = calls.map((list) => list.map((call) => decodeCall(call, nobody)));
  const named = flattenCalls(unnamed.flat()).flatMap(({ meaning }) =>
    meaning ? referencesOf(meaning) : [],
  );
  const answer = await index.ask(namedInCallsQuery, {
    nodes: idsOf(named, "node"),
    organisations: idsOf(named, "organisation"),
  });
  const registers: CallRegisters = {
    ...nobody,
    nodes: new Map(
      answer.nodes.map((node) => [node.id, { ...node, organisation: node.organisation.id }]),
    ),
    organisations: new Map([
      ...answer.nodes.map(({ organisation }) => [organisation.id, organisation] as const),
      ...answer.organisations.map((organisation) => [organisation.id, organisation] as const),
    ]),
    roles: new Map([
      ...standingRoles,
      ...answer.roles.flatMap(({ roleId, label }) =>
        label === null ? [] : [[roleId, label] as const],
      ),
    ]),
  };
  return calls.map((list) => list.map((call) => decodeCall(call, registers)));
}

/** The AccessManager's own roles, which nobody labels. */
const standingRoles = [
  [0n, "ADMIN"],
  [2n ** 64n - 1n, "PUBLIC"],
] as const;

async function withTerms(
  sources: ProposalSources,
  body: BodyRow | null,
  rows: readonly ProposalSummaryRow[],
): Promise<Proposal[]> {
  if (!body) return [];
  return Promise.all(
    rows.map(async (row) =>
      proposalFromIndex(
        row,
        body,
        needsTerms(row) ? await readTerms(sources, row.proposalId) : null,
      ),
    ),
  );
}

/** Null when the chain gives no answer: the page says so anyway, and what happened can still be shown. */
async function readTerms(
  { chain, addresses }: ProposalSources,
  proposalId: bigint,
): Promise<ProposalTerms | null> {
  const contract = { address: addresses.Council, abi: councilAbi, args: [proposalId] } as const;
  try {
    const [expiry, needsQueuing] = await Promise.all([
      chain.readContract({ ...contract, functionName: "proposalExpiry" }),
      chain.readContract({ ...contract, functionName: "proposalNeedsQueuing" }),
    ]);
    return { expiry, needsQueuing };
  } catch {
    return null;
  }
}

async function withCalls(
  sources: ProposalSources,
  body: BodyRow | null,
  proposals: readonly Proposal[],
): Promise<ReadProposal[]> {
  const members = new Map(
    body?.memberRegistry.members.map(({ account, code, weight }) => [account, { code, weight }]),
  );
  const decoded = await readCalls(
    sources,
    proposals.map(({ calls }) => calls),
    members,
  );
  return proposals.map((proposal, i) => ({ proposal, calls: decoded[i] ?? [] }));
}

function idsOf(references: readonly Reference[], kind: "node" | "organisation"): Hex[] {
  return [
    ...new Set(references.flatMap((reference) => (reference.kind === kind ? [reference.id] : []))),
  ];
}
