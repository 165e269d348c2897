import { decided } from "./bodies.ts";
import { transaction } from "./members.ts";
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

const token = record({ id: hex });
const said = { id: hex, ordinal: bigint, timestamp: count, transaction: decided };
const everything = "first: 1000, orderBy: ordinal";

const waitingProposal = record({
  id: hex,
  kind: word("PAYMENT", "FUNDING"),
  target: hex,
  call: nullable(hex),
  paymentReference: nullable(hex),
  amount: bigint,
  proposer: hex,
  proposedAt: count,
  expiresAt: count,
});

export type WaitingProposal = Answer<typeof waitingProposal>;

/** A line of the budget. Amounts are units of its token. */
const budgetLine = record({
  id: hex,
  line: hex,
  name: text,
  token,
  from: count,
  until: count,
  ceiling: bigint,
  spent: bigint,
  twoPersonAbove: bigint,
  spentAlone: bigint,
  aloneDay: count,
  documentHash: hex,
  openedAt: count,
  openedIn: decided,
  closedAt: nullable(count),
  /** What nobody confirmed or withdrew; it waits until `expiresAt`. */
  proposals: asked(
    "first: 100, orderBy: proposedAt, orderDirection: desc, where: { endedBy: null }",
    list(waitingProposal),
  ),
});

export type BudgetLine = Answer<typeof budgetLine>;

const contributionKey = word("HEADS", "POPULATION", "DATA");

const contributionCall = record({
  id: hex,
  call: hex,
  name: text,
  token,
  total: bigint,
  contributed: bigint,
  key: contributionKey,
  timepoint: count,
  totalShares: bigint,
  due: count,
  calledAt: count,
  calledIn: decided,
  closedAt: nullable(count),
  edition: nullable(
    record({
      name: text,
      setIn: decided,
      shares: asked("first: 254", list(record({ member: hex, share: bigint }))),
    }),
  ),
  contributions: asked("first: 1000", list(record({ member: hex, amount: bigint, paidAt: count }))),
});

export type ContributionCall = Answer<typeof contributionCall>;
export type ContributionKey = ContributionCall["key"];

const fundable = record({
  target: hex,
  known: flag,
  setIn: decided,
  functions: asked(
    "first: 100, where: { named: true }",
    list(record({ selector: hex, setIn: decided })),
  ),
});

export type Fundable = Answer<typeof fundable>;

/** Who keeps the accounts: holders of the role now. */
const officers = asked(
  "first: 1, where: { roleId: $finance }",
  list(
    record({
      members: asked(
        "first: 100, orderBy: grantedAt, where: { revokedAt: null, executionDelay: 0 }",
        list(record({ account: hex, since: count })),
      ),
    }),
  ),
);

/** What changed how much a line has left, as its burn-down needs it; the latest of a treasury. */
const level = { ordinal: bigint, timestamp: count, line: record({ id: hex }) };
const latestOfTreasury =
  "first: 1000, orderBy: ordinal, orderDirection: desc, where: { emitter: $treasury }";

/** Lines and calls that are shown at once, the newest first. */
export const treasuryQuery = query(
  "Treasury",
  { treasury: "Bytes!", finance: "BigInt!" },
  {
    budgetLines: asked(
      "first: 200, orderBy: openedAt, orderDirection: desc, where: { treasury: $treasury }",
      list(budgetLine),
    ),
    budgetLineOpeneds: asked(latestOfTreasury, list(record({ ...level, ceiling: bigint }))),
    ceilingSets: asked(latestOfTreasury, list(record({ ...level, ceiling: bigint }))),
    paymentMades: asked(
      latestOfTreasury,
      list(record({ ...level, amount: bigint, spent: bigint })),
    ),
    fundingMades: asked(
      latestOfTreasury,
      list(record({ ...level, amount: bigint, spent: bigint })),
    ),
    fundingDecideds: asked(
      latestOfTreasury,
      list(record({ ...level, amount: bigint, spent: bigint })),
    ),
    contributionCalls: asked(
      "first: 100, orderBy: calledAt, orderDirection: desc, where: { treasury: $treasury }",
      list(contributionCall),
    ),
    fundables: asked("first: 100, where: { treasury: $treasury }", list(fundable)),
    claimables: asked(
      "first: 100, where: { account: $treasury, amount_gt: 0 }",
      list(record({ custody: record({ contract: hex, token }), amount: bigint })),
    ),
    payments: asked(
      "first: 1000, where: { payer: $treasury, held_gt: 0 }",
      list(
        record({
          id: hex,
          token,
          payee: hex,
          held: bigint,
          captureBy: count,
          custody: record({ contract: hex }),
        }),
      ),
    ),
    paymentStreams: asked(
      "first: 1000, where: { payer: $treasury, held_gt: 0 }",
      list(
        record({
          id: hex,
          token,
          payee: hex,
          held: bigint,
          until: count,
          custody: record({ contract: hex }),
        }),
      ),
    ),
    roles: officers,
  },
);

/** A line with everything that was said about it. */
export const budgetLineQuery = query(
  "BudgetLine",
  { id: "ID!", line: "String!", treasury: "Bytes!", finance: "BigInt!" },
  {
    budgetLine: asked("id: $id", nullable(budgetLine)),
    budgetLineOpeneds: asked(
      "where: { line: $line }",
      list(record({ ...said, ceiling: bigint, twoPersonAbove: bigint })),
    ),
    ceilingSets: asked(
      `${everything}, where: { line: $line }`,
      list(record({ ...said, ceiling: bigint, documentHash: hex })),
    ),
    twoPersonAboveSets: asked(
      `${everything}, where: { line: $line }`,
      list(record({ ...said, twoPersonAbove: bigint })),
    ),
    budgetLineCloseds: asked("where: { line: $line }", list(record(said))),
    paymentMades: asked(
      "first: 1000, orderBy: ordinal, orderDirection: desc, where: { line: $line }",
      list(
        record({
          id: hex,
          ordinal: bigint,
          timestamp: count,
          transaction,
          payee: hex,
          paymentReference: nullable(hex),
          actor: hex,
          proposer: nullable(hex),
          amount: bigint,
          spent: bigint,
        }),
      ),
    ),
    fundingMades: asked(
      "first: 1000, orderBy: ordinal, orderDirection: desc, where: { line: $line }",
      list(
        record({
          id: hex,
          ordinal: bigint,
          timestamp: count,
          transaction,
          target: hex,
          call: hex,
          actor: hex,
          proposer: nullable(hex),
          amount: bigint,
          spent: bigint,
        }),
      ),
    ),
    fundingDecideds: asked(
      "first: 1000, orderBy: ordinal, orderDirection: desc, where: { line: $line }",
      list(
        record({
          id: hex,
          ordinal: bigint,
          timestamp: count,
          transaction: decided,
          target: hex,
          call: hex,
          actor: hex,
          amount: bigint,
          spent: bigint,
        }),
      ),
    ),
    fundables: asked("first: 100, where: { treasury: $treasury }", list(fundable)),
    roles: officers,
  },
);

type LineAnswer = ReturnType<typeof budgetLineQuery.read>;
export type PaymentEntry = LineAnswer["paymentMades"][number];
export type FundingEntry = LineAnswer["fundingMades"][number];
/** A funding that the members decided on, with no officer in between. */
export type DecidedEntry = LineAnswer["fundingDecideds"][number];

/** What a payment from a line can be for, beside streams of the treasury: services of nodes; and the fees of its token. */
export const spendableQuery = query(
  "Spendable",
  { token: "ID!" },
  {
    paymentToken: asked(
      "id: $token",
      nullable(record({ allowed: flag, feeMinimum: int, feeMaximum: int })),
    ),
    nodes: asked(
      "first: 1000, orderBy: host, where: { status: ACTIVE }",
      list(record({ id: hex, host: text, organisation: record({ name: text }) })),
    ),
  },
);

const memberOfCall = record({
  account: hex,
  code: text,
  class: word("MEMBER", "OBSERVER"),
  /** What its vote counted at the timepoint; none if it was not registered then. */
  weightHistory: asked(
    "first: 1, orderBy: ordinal, orderDirection: desc, where: { timepoint_lte: $timepoint }",
    list(record({ heads: int, weight: bigint })),
  ),
  representatives: asked(
    "first: 20, where: { endedAt: null }",
    list(record({ key: hex, notAfter: count })),
  ),
});

export type MemberOfCall = Answer<typeof memberOfCall>;

export const contributionCallQuery = query(
  "ContributionCall",
  { id: "ID!", call: "String!" },
  {
    contributionCall: asked("id: $id", nullable(contributionCall)),
    contributionMades: asked(
      "first: 1000, orderBy: ordinal, orderDirection: desc, where: { call: $call }",
      list(
        record({
          id: hex,
          timestamp: count,
          transaction,
          member: hex,
          payer: hex,
          amount: bigint,
        }),
      ),
    ),
  },
);

/** Members with the shares that they had at a timepoint, in the order of their places. */
export const contributorsQuery = query(
  "Contributors",
  { registry: "String!", timepoint: "BigInt!" },
  {
    members: asked(
      "first: 1000, orderBy: index, where: { memberRegistry: $registry }",
      list(memberOfCall),
    ),
  },
);
