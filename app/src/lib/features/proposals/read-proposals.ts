import { councilAbi } from "#generated/contracts/Council.ts";
import type { PageSources } from "#lib/chain/events.ts";
import { representativesQuery } from "#lib/index/members.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";
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
import { type Choose, namedInContracts, readBody } from "./read-from-contracts.ts";
import type { Mandates } from "./standing.ts";

type Hex = `0x${string}`;

/** A proposal with its calls in words. */
export interface ReadProposal {
  proposal: Proposal;
  calls: DecodedCall[];
}

/** The body with some of its proposals, newest first, and with those who act for its members. */
export interface ReadProposals {
  /** `contracts` while the index gives no answer or a late one: the events of the chain say the same, only slower. */
  source: Source;
  bodyName: string | null;
  proposals: ReadProposal[];
  mandates: Mandates;
}

/** More than a reader looks through while the index is away. */
const mostFromContracts = 50;

/** All proposals of the body. */
export async function readProposals(sources: PageSources): Promise<ReadProposals> {
  const council = sources.addresses.Council.toLowerCase();
  const registry = sources.addresses.MemberRegistry.toLowerCase();
  const { source, body, rows, mandates } = await indexOrContract(
    async () => {
      const [answer, mandatesNow] = await Promise.all([
        sources.index.ask(proposalsQuery, { body: council, bodyId: council }),
        sources.index.ask(representativesQuery, { registry }),
      ]);
      return { body: answer.body, rows: answer.proposals, mandates: mandatesNow };
    },
    () => readBody(sources.chain, sources.addresses, (all) => all.slice(0, mostFromContracts)),
    sources.isLate,
  );
  const proposals = await withCalls(sources, source, body, await withTerms(sources, body, rows));
  return { source, bodyName: body?.name ?? null, proposals, mandates };
}

/** One proposal by the number or the id that stands in the address; none when there is no such proposal. */
export async function readProposal(
  sources: PageSources,
  id: string,
): Promise<ReadProposals | null> {
  const where = proposalFilter(id);
  if (!where) return null;
  const council = sources.addresses.Council.toLowerCase();
  const registry = sources.addresses.MemberRegistry.toLowerCase();
  const wanted: Choose = (all) =>
    all.filter(({ number, proposalId }) =>
      "number" in where ? number === where.number : String(proposalId) === where.proposalId,
    );
  const { source, body, rows, mandates } = await indexOrContract(
    async () => {
      const [answer, mandatesNow] = await Promise.all([
        sources.index.ask(proposalQuery, { bodyId: council, where: { body: council, ...where } }),
        sources.index.ask(representativesQuery, { registry }),
      ]);
      return { body: answer.body, rows: answer.proposals, mandates: mandatesNow };
    },
    () => readBody(sources.chain, sources.addresses, wanted),
    sources.isLate,
  );
  const proposals = await withCalls(sources, source, body, await withTerms(sources, body, rows));
  return proposals.length === 0
    ? null
    : { source, bodyName: body?.name ?? null, proposals, mandates };
}

/** What the end of `/proposals/…` asks for: a number for people, or the id that the Council knows. */
export function proposalFilter(id: string): { number: number } | { proposalId: string } | null {
  if (/^[1-9]\d{0,8}$/.test(id)) return { number: Number(id) };
  if (/^\d{10,78}$/.test(id) || /^0x[0-9a-f]{64}$/i.test(id))
    return { proposalId: String(BigInt(id)) };
  return null;
}

/** What lists of calls do, with the names that our registers have for what they concern. */
async function readCalls(
  sources: PageSources,
  source: Source,
  calls: readonly (readonly Call[])[],
  members: CallRegisters["members"],
): Promise<DecodedCall[][]> {
  const nobody: CallRegisters = {
    contracts: knownContracts(sources.addresses),
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
  const ids = { nodes: idsOf(named, "node"), organisations: idsOf(named, "organisation") };
  const fromContracts = () => namedInContracts(sources.chain, sources.addresses, ids);
  // The index may have gone since it was asked for the proposals.
  const found =
    source === "index"
      ? await indexOrContract(() => sources.index.ask(namedInCallsQuery, ids), fromContracts)
      : await fromContracts();
  const registers: CallRegisters = {
    ...nobody,
    nodes: new Map(
      found.nodes.map(({ id, host, kind, network, organisation }) => [
        id,
        { host, kind, network, organisation: organisation.id },
      ]),
    ),
    organisations: new Map([
      ...found.nodes.map(({ organisation }) => [organisation.id, organisation] as const),
      ...found.organisations.map((organisation) => [organisation.id, organisation] as const),
    ]),
    roles: new Map([
      ...standingRoles,
      ...found.roles.flatMap(({ roleId, label }) =>
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
  sources: PageSources,
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
  { chain, addresses }: PageSources,
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
  sources: PageSources,
  source: Source,
  body: BodyRow | null,
  proposals: readonly Proposal[],
): Promise<ReadProposal[]> {
  const members = new Map(
    body?.memberRegistry.members.map(({ account, code, weight }) => [account, { code, weight }]),
  );
  const decoded = await readCalls(
    sources,
    source,
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
