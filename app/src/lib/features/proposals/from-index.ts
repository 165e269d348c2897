import { isSame } from "#lib/chain/bodies.ts";
import {
  type BodyRow,
  type ProposalDetailRow,
  type ProposalSummaryRow,
  rollAt,
  type RuleSetRow,
  totalsOf,
} from "#lib/index/proposals.ts";

import { readDescription } from "./description.ts";
import type { Ballot, Proposal } from "./proposal.ts";
import type { Happened, ProposalFacts, Timepoint } from "./proposal-state.ts";
import type { Support } from "./eligibility.ts";
import {
  blockingMinority,
  decision,
  isMajority,
  type RuleChange,
  ruleOf,
  rulesAt,
  type Share,
  type Tally,
  type Totals,
} from "./voting-rules.ts";

/** What only the contract knows of a proposal that is not settled. */
export interface ProposalTerms {
  /** `Council.proposalExpiry`. */
  expiry: Timepoint;
  /** `Council.proposalNeedsQueuing`. */
  needsQueuing: boolean;
}

/** What a body changed of its rules, as the index tells it. */
export function ruleChangeOf({
  edition,
  class: decisionClass,
  kind,
  ...rule
}: RuleSetRow): RuleChange {
  return { edition, decisionClass, rule: ruleOf(kind, rule) };
}

/** What a proposal is read beside. */
export interface ProposalSetting {
  /** All changes of the body's rules. */
  ruleChanges: readonly RuleChange[];
  /** Address of the Assembly's Council. */
  assembly: string;
}

type Steps = Pick<
  ProposalSummaryRow,
  "executedAt" | "cancelledAt" | "decidedSucceeded" | "queuedAt" | "deadline" | "proposalId"
>;

/** Whether the contract has to be asked: whatever happened or failed already says all by itself. */
export function needsTerms(row: Steps): boolean {
  return row.executedAt === null && row.cancelledAt === null && row.decidedSucceeded !== false;
}

/**
 * A proposal from what the index knows, judged by the rules of its own edition. Without the contract's terms it never lapses and has
 * to be queued.
 */
export function proposalFromIndex(
  row: ProposalSummaryRow | ProposalDetailRow,
  body: BodyRow,
  terms: ProposalTerms | null,
  { ruleChanges, assembly }: ProposalSetting,
): Proposal {
  const edition = rulesAt(row.rulesEdition, ruleChanges);
  const rules = row.classes.map((decisionClass) => edition[decisionClass]);
  // Members stand in the order of their places in the body, which are never given again.
  const voters = body.memberRegistry.members.filter(
    (_, place) => row.participants === null || row.participants.includes(place),
  );
  const roll = rollAt(voters, row.snapshot);
  const totals: Totals = totalsOf(roll);
  const { participating } = edition;
  if (row.participants !== null && isMajority(participating)) {
    totals.blockingHeads = blockingMinority(
      participating,
      roll.map(({ weight }) => weight),
    );
  }
  const ballots = ballotsOf(roll, row.votes);
  const tally = tallyOf(ballots);
  const facts: ProposalFacts = {
    proposed: { time: row.createdAt, transaction: row.createdIn },
    voteStart: row.snapshot,
    voteEnd: row.deadline,
    decision: decision(rules, tally, totals),
    decided: happened(row.decidedAt, row.decidedIn),
    queued: happened(row.queuedAt, row.queuedIn),
    eta: row.eta,
    executed: happened(row.executedAt, row.executedIn),
    cancelled: happened(row.cancelledAt, row.cancelledIn),
    needsQueuing: terms?.needsQueuing ?? (row.queuedAt !== null || row.executedAt === null),
    expiry: terms?.expiry ?? null,
  };
  return {
    proposalId: row.proposalId,
    number: row.number,
    body: { address: body.id, name: body.name, isAssembly: isSame(body.id, assembly) },
    proposer: row.proposer,
    proposingMember: row.proposingMember,
    text: readDescription(row.description),
    description: row.description,
    descriptionHash: row.descriptionHash,
    calls: row.calls,
    classes: row.classes,
    rulesEdition: row.rulesEdition,
    rules,
    codeHash: row.codeHash,
    facts,
    totals,
    tally,
    ballots,
  };
}

type VoteRow = ProposalSummaryRow["votes"][number] | ProposalDetailRow["votes"][number];

function ballotsOf(roll: ReturnType<typeof rollAt>, votes: readonly VoteRow[]): Ballot[] {
  const voteOf = new Map(votes.map((vote) => [vote.member.account, vote]));
  return roll.map(({ account, code, weight }): Ballot => {
    const vote = voteOf.get(account);
    return {
      account,
      code,
      weight,
      support: vote?.support ?? null,
      reason: vote && "reason" in vote ? vote.reason : "",
      time: vote && "timestamp" in vote ? vote.timestamp : null,
      transaction: vote && "transaction" in vote ? vote.transaction : null,
    };
  });
}

function tallyOf(ballots: readonly Ballot[]): Tally {
  const share = (support: Support): Share =>
    totalsOf(ballots.filter((ballot) => ballot.support === support));
  return { for: share("for"), against: share("against"), abstain: share("abstain") };
}

function happened(time: number | null, transaction: `0x${string}` | null): Happened | null {
  return time === null || transaction === null ? null : { time, transaction };
}
