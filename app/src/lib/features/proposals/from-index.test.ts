import { describe, expect, it } from "vitest";

import type { BodyRow, ProposalDetailRow } from "#lib/index/proposals.ts";

import { needsTerms, proposalFromIndex } from "./from-index.ts";
import { proposalState } from "./proposal-state.ts";

const account = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, "0")}`;
const tx: `0x${string}` = `0x${"1".repeat(64)}`;

const member = (
  n: number,
  code: string,
  history: [timepoint: number, heads: number, weight: bigint][],
) => ({
  account: account(n),
  code,
  class: "member" as const,
  status: "active" as const,
  weight: history.at(-1)?.[2] ?? 0n,
  weightHistory: history.map(([timepoint, heads, weight]) => ({ timepoint, heads, weight })),
});

const body: BodyRow = {
  id: account(99),
  name: "Assembly",
  votingPeriod: 100,
  memberRegistry: {
    id: account(98),
    members: [
      member(1, "BE", [[0, 1, 10n]]),
      // Its population changed after the snapshot.
      member(2, "DE", [
        [0, 1, 20n],
        [150, 1, 90n],
      ]),
      // Suspended before the snapshot.
      member(3, "MT", [
        [0, 1, 5n],
        [90, 0, 0n],
      ]),
    ],
  },
};

const row = (change: Partial<ProposalDetailRow> = {}): ProposalDetailRow => ({
  proposalId: 7n,
  number: 1,
  proposer: account(50),
  proposingMember: { account: account(1), code: "BE" },
  description: "# Title\n\nText",
  descriptionHash: tx,
  codeHash: "0x00",
  classes: ["qualified"],
  rulesEdition: 0,
  participants: null,
  calls: [],
  createdAt: 100,
  createdIn: tx,
  snapshot: 110,
  deadline: 210,
  decidedAt: null,
  decidedIn: null,
  decidedSucceeded: null,
  queuedAt: null,
  queuedIn: null,
  eta: null,
  executedAt: null,
  executedIn: null,
  cancelledAt: null,
  cancelledIn: null,
  votes: [
    {
      member: { account: account(2) },
      support: "for",
      weight: 20n,
      reason: "Yes.",
      timestamp: 120,
      transaction: tx,
    },
  ],
  ...change,
});

const setting = { ruleChanges: [], assembly: body.id };
const terms = { expiry: 1210, needsQueuing: true };

describe("proposalFromIndex", () => {
  it("counts weights at the snapshot and lists who is silent", () => {
    const proposal = proposalFromIndex(row(), body, terms, setting);
    expect(proposal.totals).toEqual({ heads: 2, weight: 30n });
    expect(
      proposal.ballots.map(({ code, weight, support, reason }) => [code, weight, support, reason]),
    ).toEqual([
      ["BE", 10n, null, ""],
      ["DE", 20n, "for", "Yes."],
    ]);
    expect(proposal.tally.for).toEqual({ heads: 1, weight: 20n });
    expect(proposal.text).toEqual({
      title: "Title",
      paragraphs: ["Text"],
      document: { says: "nothing" },
    });
  });

  it("carries what the contract says", () => {
    const approved = row({
      decidedAt: 130,
      decidedIn: tx,
      decidedSucceeded: true,
      votes: [...row().votes, { ...row().votes[0]!, member: { account: account(1) }, weight: 10n }],
    });
    const proposal = proposalFromIndex(approved, body, terms, setting);
    expect(proposal.facts).toMatchObject({
      decision: { decided: true, succeeded: true },
      decided: { time: 130 },
    });
    expect(proposalState(proposal.facts, 1209)).toBe("succeeded");
    expect(proposalState(proposal.facts, 1210)).toBe("expired");
    expect(
      proposalState(
        proposalFromIndex(approved, body, { ...terms, needsQueuing: false }, setting).facts,
        131,
      ),
    ).toBe("executable");
  });

  it("knows without the contract that an executed proposal was queued or needed not be", () => {
    const executed = row({ executedAt: 140, executedIn: tx });
    expect(proposalFromIndex(executed, body, null, setting).facts.needsQueuing).toBe(false);
    expect(
      proposalFromIndex({ ...executed, queuedAt: 135, queuedIn: tx }, body, null, setting).facts
        .needsQueuing,
    ).toBe(true);
  });
});

describe("needsTerms", () => {
  it("asks the contract only while something can still happen", () => {
    expect(needsTerms(row())).toBe(true);
    expect(needsTerms(row({ decidedSucceeded: true }))).toBe(true);
    expect(needsTerms(row({ decidedSucceeded: false }))).toBe(false);
    expect(needsTerms(row({ executedAt: 1 }))).toBe(false);
    expect(needsTerms(row({ cancelledAt: 1 }))).toBe(false);
  });
});
