import { describe, expect, it } from "vitest";

import { myVotes } from "./my-votes.ts";
import type { ProposalFacts } from "./proposal-state.ts";
import type { ReadBody, ReadProposal } from "./read-proposals.ts";

const tx: `0x${string}` = `0x${"1".repeat(64)}`;
const key: `0x${string}` = `0x${"a".repeat(40)}`;
const council: `0x${string}` = `0x${"c".repeat(40)}`;
const belgium: `0x${string}` = `0x${"b".repeat(40)}`;

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

function proposal(
  number: number,
  facts: ProposalFacts,
  support: "for" | null = null,
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
    proposal: { number, body: { address: council }, facts, ballots },
    calls: [],
  } as unknown as ReadProposal;
}

function bodies(notAfter: number, memberClass: "member" | "observer" = "member"): ReadBody[] {
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
  return [{ address: council, name: "Assembly", mandates }];
}

describe("myVotes", () => {
  const numbers = (list: readonly { read: ReadProposal }[]) =>
    list.map(({ read }) => read.proposal.number);

  it("parts what the key can vote on, what was voted, and what it cannot", () => {
    const soon = { ...open, voteEnd: 190 };
    const later = { ...open, voteStart: 160, voteEnd: 300 };
    const votes = myVotes(
      key,
      bodies(999),
      [proposal(1, open), proposal(2, soon), proposal(3, open, "for"), proposal(4, later)],
      150,
    );
    expect(numbers(votes.can)).toEqual([2, 1]);
    expect(votes.voted.map(({ support }) => support)).toEqual(["for"]);
    expect(votes.cannot.map(({ refusal }) => refusal.why)).toEqual(["not-started"]);
  });

  it("says of each open vote why a key cannot cast it, and nothing of strangers", () => {
    const ended = myVotes(key, bodies(149), [proposal(1, open)], 150);
    expect(ended.can).toEqual([]);
    expect(ended.cannot.map(({ refusal }) => refusal.why)).toEqual(["mandate-ended"]);
    const mandates = { representatives: [], members: [], proxies: [] };
    const strangers = [{ address: council, name: "Assembly", mandates }];
    expect(myVotes(key, strangers, [proposal(1, open)], 150)).toEqual({
      can: [],
      voted: [],
      cannot: [],
    });
    expect(myVotes(null, bodies(999), [proposal(1, open)], 150).can).toEqual([]);
  });
});
