import { memberClass, memberStatus, transaction } from "./members.ts";
import { nodeStatus } from "./organisations.ts";
import {
  type Answer,
  asked,
  bigint,
  count,
  flag,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  text,
  word,
} from "./selection.ts";

export const decisionClass = word(
  "REINFORCED",
  "QUALIFIED",
  "SIMPLE",
  "UNANIMITY",
  "PARTICIPATING",
  "OBJECTION",
);
export const voteSupport = word("AGAINST", "FOR", "ABSTAIN");

/** What a member's vote counted from each timepoint on, oldest first. */
const weightHistory = asked(
  "first: 1000, orderBy: ordinal",
  list(record({ timepoint: count, heads: int, weight: bigint })),
);

const electorate = record({
  account: hex,
  code: text,
  class: memberClass,
  status: memberStatus,
  weight: bigint,
  weightHistory,
});

const body = record({
  id: hex,
  name: text,
  votingPeriod: count,
  memberRegistry: record({
    id: hex,
    members: asked("first: 1000, orderBy: index", list(electorate)),
  }),
});

/** Fields of one change of a body's rules. */
export const ruleSetFields = {
  edition: int,
  class: decisionClass,
  kind: word("MAJORITY", "UNANIMITY", "PARTICIPANTS", "OBJECTION"),
  headsNumerator: int,
  headsDenominator: int,
  moreThanHeads: flag,
  weightNumerator: int,
  weightDenominator: int,
  blockingHeads: int,
  quorumNumerator: int,
  quorumDenominator: int,
  objections: int,
};

const ruleSet = record(ruleSetFields);

export type RuleSetRow = Answer<typeof ruleSet>;

const ruleSets = asked("first: 1000, orderBy: ordinal, where: { emitter: $table }", list(ruleSet));

const call = record({ target: hex, value: bigint, calldata: hex });

const steps = {
  createdAt: count,
  createdIn: transaction,
  snapshot: count,
  deadline: count,
  decidedAt: nullable(count),
  decidedIn: nullable(transaction),
  decidedSucceeded: nullable(flag),
  queuedAt: nullable(count),
  queuedIn: nullable(transaction),
  eta: nullable(count),
  executedAt: nullable(count),
  executedIn: nullable(transaction),
  cancelledAt: nullable(count),
  cancelledIn: nullable(transaction),
};

const heading = {
  proposalId: bigint,
  number: int,
  proposer: hex,
  proposingMember: nullable(record({ account: hex, code: text })),
  description: text,
  descriptionHash: hex,
  codeHash: hex,
  classes: list(decisionClass),
  rulesEdition: int,
  participants: nullable(list(int)),
  calls: asked("first: 1000, orderBy: index", list(call)),
};

/** Enough for the bars and the reader's own vote. */
const shortVote = record({
  member: record({ account: hex }),
  support: voteSupport,
  weight: bigint,
});

const fullVote = record({
  member: record({ account: hex }),
  support: voteSupport,
  weight: bigint,
  reason: text,
  timestamp: count,
  transaction,
});

const proposalSummary = record({
  ...heading,
  ...steps,
  votes: asked("first: 1000", list(shortVote)),
});

const proposalDetail = record({
  ...heading,
  ...steps,
  votes: asked("first: 1000, orderBy: ordinal", list(fullVote)),
});

export type BodyRow = Answer<typeof body>;
export type ElectorRow = Answer<typeof electorate>;
export type ProposalSummaryRow = Answer<typeof proposalSummary>;
export type ProposalDetailRow = Answer<typeof proposalDetail>;

/** The latest proposals of a body, newest first, with all that says where each one stands. */
export const proposalsQuery = query(
  "Proposals",
  { body: "String!", bodyId: "ID!", table: "Bytes!" },
  {
    body: asked("id: $bodyId", nullable(body)),
    ruleSets,
    proposals: asked(
      "first: 1000, orderBy: number, orderDirection: desc, where: { body: $body }",
      list(proposalSummary),
    ),
  },
);

/** One proposal by its number or its id. */
export const proposalQuery = query(
  "Proposal",
  { bodyId: "ID!", table: "Bytes!", where: "Proposal_filter!" },
  {
    body: asked("id: $bodyId", nullable(body)),
    ruleSets,
    proposals: asked("first: 1, where: $where", list(proposalDetail)),
  },
);

const namedNode = record({
  id: hex,
  host: text,
  kind: word("VALIDATOR", "BOOT", "OBSERVER", "BRIDGE"),
  network: bigint,
  organisation: record({ id: hex, name: text }),
});

export type NamedNodeRow = Answer<typeof namedNode>;

/** What calls name, so that they can be told in words. */
export const namedInCallsQuery = query(
  "NamedInCalls",
  { nodes: "[Bytes!]!", organisations: "[Bytes!]!" },
  {
    nodes: asked("first: 1000, where: { id_in: $nodes }", list(namedNode)),
    organisations: asked(
      "first: 1000, where: { id_in: $organisations }",
      list(record({ id: hex, name: text })),
    ),
    roles: asked("first: 1000", list(record({ roleId: bigint, label: nullable(text) }))),
  },
);

const proposableNode = record({
  id: hex,
  host: text,
  kind: word("VALIDATOR", "BOOT", "OBSERVER", "BRIDGE"),
  status: nodeStatus,
  network: bigint,
  organisation: record({ id: hex, name: text }),
});

export type ProposableNode = Answer<typeof proposableNode>;

/** What a new proposal can concern. */
export const proposableQuery = query(
  "Proposable",
  { registryId: "ID!" },
  {
    memberRegistry: asked(
      "id: $registryId",
      nullable(record({ totalHeads: int, totalWeight: bigint })),
    ),
    nodes: asked(
      "first: 1000, orderBy: host, where: { status_not_in: [NONE, RETIRED] }",
      list(proposableNode),
    ),
  },
);

const registrar = record({
  id: hex,
  name: text,
  status: word("ACTIVE", "SUSPENDED", "RETIRED"),
  administrators: asked("first: 100, where: { removedAt: null }", list(record({ account: hex }))),
});

export type Registrar = Answer<typeof registrar>;

/** Who may register nodes, and for which organisation. */
export const registrarsQuery = query(
  "Registrars",
  {},
  {
    organisations: asked(
      "first: 1000, orderBy: name, where: { status_not: RETIRED }",
      list(registrar),
    ),
  },
);

/** A member with what its vote counted over time, in the order in which things happened. */
export interface RollEntry {
  account: `0x${string}`;
  code: string;
  weightHistory: readonly { timepoint: number; heads: number; weight: bigint }[];
}

/** Who had a vote at a timepoint, and what it counted. */
export function rollAt(
  members: readonly RollEntry[],
  timepoint: number,
): { account: `0x${string}`; code: string; weight: bigint }[] {
  return members.flatMap(({ account, code, weightHistory: history }) => {
    const held = history.findLast((change) => change.timepoint <= timepoint);
    return held !== undefined && held.heads > 0 ? [{ account, code, weight: held.weight }] : [];
  });
}

/** Heads and weight of a roll. */
export function totalsOf(roll: readonly { weight: bigint }[]): { heads: number; weight: bigint } {
  return { heads: roll.length, weight: roll.reduce((sum, { weight }) => sum + weight, 0n) };
}
