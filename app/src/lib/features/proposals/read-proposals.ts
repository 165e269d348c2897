import { councilAbi } from "#generated/contracts/Council.ts";
import {
  assemblyOf,
  type BodyContracts,
  isSame,
  nameBodies,
  readBodies,
} from "#lib/chain/bodies.ts";
import { membersFromContract } from "#lib/chain/contract-views.ts";
import { typesNamedIn } from "#lib/chain/credential-types.ts";
import type { PageSources } from "#lib/chain/events.ts";
import { readTypeNames } from "#lib/chain/read-type-names.ts";
import { IndexError } from "#lib/index/client.ts";
import { representativesQuery } from "#lib/index/members.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";
import {
  type BodyRow,
  namedInCallsQuery,
  proposalQuery,
  proposalsQuery,
  type ProposalSummaryRow,
  type RuleSetRow,
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
import { needsTerms, proposalFromIndex, type ProposalTerms, ruleChangeOf } from "./from-index.ts";
import { knownContracts, type NamedBody } from "./known-contracts.ts";
import type { Proposal } from "./proposal.ts";
import { readMoney } from "./read-money.ts";
import { type Choose, namedInContracts, readBody } from "./read-from-contracts.ts";
import type { Mandates } from "./standing.ts";
import type { RuleChange } from "./voting-rules.ts";

type Hex = `0x${string}`;

/** A proposal with its calls in words. */
export interface ReadProposal {
  proposal: Proposal;
  calls: DecodedCall[];
}

/** A body as lists of proposals name it, with those who act for its members. */
export interface ReadBody {
  /** Address of its Council, in small letters. */
  address: Hex;
  name: string;
  mandates: Mandates;
}

/** Proposals of some bodies, newest first. */
export interface ReadProposals {
  /** `contracts` while the index gives no answer or a late one: the events of the chain say the same, only slower. */
  source: Source;
  /** The Assembly first. */
  bodies: ReadBody[];
  proposals: ReadProposal[];
  /** Councils whose older proposals are left out, because they were read from the contracts. */
  cut: Hex[];
}

/** One proposal with those who act for the members of its body. */
export interface ReadOne extends ReadProposal {
  source: Source;
  /** Register of the body's members. */
  memberRegistry: Hex;
  mandates: Mandates;
}

/** More than a reader looks through while the index is away. */
export const mostFromContracts = 50;

/** All proposals of all bodies. */
export async function readProposals(sources: PageSources): Promise<ReadProposals> {
  const bodies = await readBodies(sources.chain, sources.addresses);
  return proposalsOf(sources, bodies);
}

/** All proposals of some bodies. */
export async function proposalsOf(
  sources: PageSources,
  bodies: readonly BodyContracts[],
): Promise<ReadProposals> {
  const read = await Promise.all(
    bodies.map(async (body) => {
      const looked = { isCut: false };
      const { body: row, ...rest } = await readOf(
        sources,
        body,
        (variables) => sources.index.ask(proposalsQuery, variables),
        (all) => {
          looked.isCut = all.length > mostFromContracts;
          return all.slice(0, mostFromContracts);
        },
      );
      return {
        ...rest,
        row,
        isCut: looked.isCut && rest.source === "contracts",
        proposals: await withTerms(sources, row, rest.rows, rest.ruleChanges),
      };
    }),
  );
  const source = read.every((part) => part.source === "contracts") ? "contracts" : "index";
  const proposals = await Promise.all(
    read.map(async (part) => withCalls(sources, part.source, part.row, part.proposals)),
  );
  return {
    source,
    bodies: read.flatMap(({ row, mandates }) =>
      row ? [{ address: row.id, name: row.name, mandates }] : [],
    ),
    proposals: proposals.flat().sort(newestFirst),
    cut: read.flatMap(({ isCut, row }) => (row && isCut ? [row.id] : [])),
  };
}

function newestFirst({ proposal: a }: ReadProposal, { proposal: b }: ReadProposal): number {
  return b.facts.proposed.time - a.facts.proposed.time || b.number - a.number;
}

/**
 * One proposal by the number or the id that stands in the address; none when there is no such proposal.
 * @param council The body that decides on it; the Assembly when left out.
 */
export async function readProposal(
  sources: PageSources,
  id: string,
  council?: string | null,
): Promise<ReadOne | null> {
  const where = proposalFilter(id);
  const body = await bodyAsked(sources, council ?? null);
  if (!where || !body) return null;
  const wanted: Choose = (all) =>
    all.filter(({ number, proposalId }) =>
      "number" in where ? number === where.number : String(proposalId) === where.proposalId,
    );
  const {
    source,
    body: row,
    rows,
    mandates,
    ruleChanges,
  } = await readOf(
    sources,
    body,
    ({ bodyId, table }) =>
      sources.index.ask(proposalQuery, { bodyId, table, where: { body: bodyId, ...where } }),
    wanted,
  );
  const [found] = await withCalls(
    sources,
    source,
    row,
    await withTerms(sources, row, rows, ruleChanges),
  );
  return found ? { source, mandates, memberRegistry: body.MemberRegistry, ...found } : null;
}

/** The body with this Council, which need not be asked for where it is the Assembly. */
async function bodyAsked(
  { chain, addresses }: PageSources,
  council: string | null,
): Promise<BodyContracts | null> {
  if (council === null) return assemblyOf(addresses);
  const bodies = await readBodies(chain, addresses);
  return bodies.find((body) => isSame(body.Council, council)) ?? null;
}

interface Told {
  body: BodyRow | null;
  proposals: ProposalSummaryRow[];
  ruleSets: RuleSetRow[];
}

/** A body with some of its proposals, its rules and its mandates, from the index or from the contracts. */
async function readOf(
  sources: PageSources,
  contracts: BodyContracts,
  ask: (variables: { body: string; bodyId: string; table: string }) => Promise<Told>,
  choose: Choose,
): Promise<{
  source: Source;
  body: BodyRow | null;
  rows: ProposalSummaryRow[];
  mandates: Mandates;
  ruleChanges: RuleChange[];
}> {
  const { Council, MemberRegistry, DecisionClasses } = contracts;
  const [body, registry, table] = [Council, MemberRegistry, DecisionClasses].map((address) =>
    address.toLowerCase(),
  ) as [string, string, string];
  return indexOrContract(
    async () => {
      const [answer, mandates] = await Promise.all([
        ask({ body, bodyId: body, table }),
        sources.index.ask(representativesQuery, { registry, registryId: registry }),
      ]);
      if (answer.body === null)
        throw new IndexError("refused", `The index does not know the body ${body}.`);
      return {
        body: answer.body,
        rows: answer.proposals,
        mandates,
        ruleChanges: answer.ruleSets.map(ruleChangeOf),
      };
    },
    () => readBody(sources.chain, contracts, choose),
    sources.isLate,
  );
}

/** What the end of `/proposals/…` asks for: a number for people, or the id that the Council knows. */
export function proposalFilter(id: string): { number: number } | { proposalId: string } | null {
  if (/^[1-9]\d{0,8}$/.test(id)) return { number: Number(id) };
  if (/^\d{10,78}$/.test(id) || /^0x[0-9a-f]{64}$/i.test(id))
    return { proposalId: String(BigInt(id)) };
  return null;
}

/** What the calls of proposals do, with the names that our registers have for what they concern. */
async function readCalls(
  sources: PageSources,
  source: Source,
  proposals: readonly Pick<Proposal, "calls" | "description">[],
  members: CallRegisters["members"],
): Promise<DecodedCall[][]> {
  const calls = proposals.map((proposal): readonly Call[] => proposal.calls);
  const nobody: CallRegisters = {
    contracts: knownContracts(sources.addresses),
    nodes: new Map(),
    organisations: new Map(),
    members,
    roles: new Map(),
  };
  // The first reading finds out what the calls name, the second one puts the names in.
  const unnamed = calls.map((list) => list.map((call) => decodeCall(call, nobody)));
  const read = flattenCalls(unnamed.flat());
  const named = read.flatMap(({ meaning }) => (meaning ? referencesOf(meaning) : []));
  const ids = { nodes: idsOf(named, "node"), organisations: idsOf(named, "organisation") };
  const fromContracts = () => namedInContracts(sources.chain, sources.addresses, ids);
  // The index may have gone since it was asked for the proposals.
  const found =
    source === "index"
      ? await indexOrContract(() => sources.index.ask(namedInCallsQuery, ids), fromContracts)
      : await fromContracts();
  const registers: CallRegisters = {
    ...nobody,
    ...(await readBodyRegisters(sources, read)),
    ...(await readMoney(sources, read)),
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
  return Promise.all(
    proposals.map(async ({ calls: list, description }, i) => {
      const types = flattenCalls(unnamed[i] ?? []).flatMap(({ meaning }) =>
        meaning?.does === "admit-root-tao" ? meaning.types.map(({ hash }) => hash) : [],
      );
      const own =
        types.length === 0
          ? {}
          : { credentialTypes: await typeNames(sources.index, source, types, description) };
      return list.map((call) => decodeCall(call, { ...registers, ...own }));
    }),
  );
}

/** Names of types of credentials from the proposal itself, and from accepted bodies while the index knows them. */
async function typeNames(
  index: PageSources["index"],
  source: Source,
  types: readonly Hex[],
  description: string,
): Promise<ReadonlyMap<string, string>> {
  if (source === "contracts") return typesNamedIn(description);
  try {
    return await readTypeNames(index, types, [description]);
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    return typesNamedIn(description);
  }
}

/**
 * Our contracts, with what calls to bodies beside the Assembly need: contracts of a body that was added later, and the members of
 * registers that are called. The contracts are asked, because few proposals have such a call.
 */
async function readBodyRegisters(
  { chain, addresses }: PageSources,
  calls: readonly DecodedCall[],
): Promise<Pick<CallRegisters, "contracts" | "membersOf">> {
  const isNameless = (reference: Reference) =>
    reference.kind === "contract" && reference.name === null;
  const concernsBody = ({ target, meaning }: DecodedCall) =>
    target.body !== undefined ||
    isNameless(target) ||
    (meaning !== null && referencesOf(meaning).some(isNameless));
  const founded = { contracts: knownContracts(addresses) };
  if (!calls.some(concernsBody)) return founded;
  try {
    const bodies = await readNamedBodies(chain, addresses);
    const called = bodies.filter(
      ({ Council, MemberRegistry }) =>
        !isSame(Council, addresses.Council) &&
        calls.some(({ target }) => isSame(target.id, MemberRegistry)),
    );
    const membersOf = called.map(async (body) => {
      const members = await membersFromContract(chain, body);
      return [
        body.MemberRegistry,
        new Map(members.map((member) => [member.account as string, member])),
      ] as const;
    });
    return {
      contracts: knownContracts(addresses, bodies),
      membersOf: new Map(await Promise.all(membersOf)),
    };
  } catch (error) {
    // What a call does is said without these names, and every page says by itself that the chain gives no answer.
    console.error("The contracts of the bodies give no answer.", error);
    return founded;
  }
}

/** All bodies with their names. */
export async function readNamedBodies(
  chain: PageSources["chain"],
  addresses: PageSources["addresses"],
): Promise<NamedBody[]> {
  const bodies = await readBodies(chain, addresses);
  const names = await nameBodies(chain, addresses, bodies);
  return bodies.map((body, i) => ({ ...body, name: names[i]?.name ?? body.Council }));
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
  ruleChanges: readonly RuleChange[],
): Promise<Proposal[]> {
  if (!body) return [];
  return Promise.all(
    rows.map(async (row) =>
      proposalFromIndex(
        row,
        body,
        needsTerms(row) ? await readTerms(sources, body.id, row.proposalId) : null,
        { ruleChanges, assembly: sources.addresses.Council },
      ),
    ),
  );
}

/** Null when the chain gives no answer: the page says so anyway, and what happened can still be shown. */
async function readTerms(
  { chain }: PageSources,
  address: Hex,
  proposalId: bigint,
): Promise<ProposalTerms | null> {
  const contract = { address, abi: councilAbi, args: [proposalId] } as const;
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
  const decoded = await readCalls(sources, source, proposals, members);
  return proposals.map((proposal, i) => ({ proposal, calls: decoded[i] ?? [] }));
}

function idsOf(references: readonly Reference[], kind: "node" | "organisation"): Hex[] {
  return [
    ...new Set(references.flatMap((reference) => (reference.kind === kind ? [reference.id] : []))),
  ];
}
