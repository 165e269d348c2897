import { describe, expect, it } from "vitest";

import { myActions } from "./my-actions.ts";
import type { ProposalFacts } from "./proposal-state.ts";
import type { ReadBody, ReadProposal } from "./read-proposals.ts";

const tx: `0x${string}` = `0x${"1".repeat(64)}`;
const key: `0x${string}` = `0x${"a".repeat(40)}`;
const belgium: `0x${string}` = `0x${"b".repeat(40)}`;
const assembly: `0x${string}` = `0x${"c".repeat(40)}`;
const committee: `0x${string}` = `0x${"d".repeat(40)}`;
const viewer = { account: key, onRightChain: true };

const open: ProposalFacts = {
  proposed: { time: 100, transaction: tx },
  voteStart: 110,
  voteEnd: 200,
  decision: { decided: false, succeeded: false },
  decided: null,
  queued: null,
  eta: null,
  executed: null,
  cancelled: null,
  needsQueuing: true,
  expiry: 1200,
};
const approved: ProposalFacts = {
  ...open,
  decision: { decided: true, succeeded: true },
  decided: { time: 150, transaction: tx },
};
const mature: ProposalFacts = { ...approved, queued: { time: 160, transaction: tx }, eta: 170 };

function proposal(
  number: number,
  facts: ProposalFacts,
  support: "for" | null = null,
  address = assembly,
): ReadProposal {
  const ballots = [
    {
      account: belgium,
      code: "BE",
      weight: 1n,
      support,
      reason: "",
      time: null,
      transaction: null,
    },
  ];
  return {
    proposal: { number, facts, ballots, body: { address } },
    calls: [],
  } as unknown as ReadProposal;
}

function bodies(
  notAfter: number,
  memberClass: "member" | "observer" = "member",
  address = assembly,
): ReadBody[] {
  const mandates = {
    representatives: [
      {
        key,
        signer: null,
        notBefore: null,
        notAfter,
        member: { account: belgium, code: "BE", class: memberClass, status: "active" as const },
      },
    ],
    members: [],
    proxies: [],
  };
  return [{ address, name: "Body", mandates }];
}

describe("myActions", () => {
  it("lists what the member has not voted on, the vote that closes first in front", () => {
    const soon = { ...open, voteEnd: 190 };
    const actions = myActions(
      viewer,
      bodies(999),
      [proposal(1, open), proposal(2, soon), proposal(3, open, "for")],
      150,
    );
    expect(actions.members).toEqual(["BE"]);
    expect(actions.votes.map(({ proposal: { number } }) => number)).toEqual([2, 1]);
    expect(actions.steps).toEqual([]);
  });

  it("lists approved decisions with the step that comes next", () => {
    const actions = myActions(
      viewer,
      bodies(999),
      [proposal(1, approved), proposal(2, mature)],
      180,
    );
    expect(actions.steps.map(({ read, step }) => [read.proposal.number, step])).toEqual([
      [1, "queue"],
      [2, "execute"],
    ]);
  });

  it("asks nothing of observers, strangers and ended mandates, and says when a mandate has ended", () => {
    expect(myActions(viewer, bodies(999, "observer"), [proposal(1, open)], 150)).toMatchObject({
      votes: [],
      ended: [],
    });
    expect(myActions(viewer, [], [proposal(1, open)], 150)).toMatchObject({
      votes: [],
      ended: [],
    });
    expect(myActions(viewer, bodies(149), [proposal(1, open)], 150)).toMatchObject({
      votes: [],
      ended: [assembly],
    });
  });

  it("asks for a vote only in the body in which the key stands for a member", () => {
    const both = [proposal(1, open), proposal(1, open, null, committee)];
    const { votes } = myActions(viewer, bodies(999, "member", committee), both, 150);
    expect(votes.map(({ proposal: { body } }) => body.address)).toEqual([committee]);
  });

  it("still says what waits when the wallet is on another chain", () => {
    expect(
      myActions({ ...viewer, onRightChain: false }, bodies(999), [proposal(1, open)], 150).votes,
    ).toHaveLength(1);
  });
});
