import { decodeFunctionData } from "viem";
import { describe, expect, it } from "vitest";

import { councilAbi } from "#generated/contracts/Council.ts";

import { voteCall } from "./vote-call.ts";
import { longestReason, voteProblems } from "./vote-draft.ts";

const council = "0x0000000000000000000000000000000000000001";
const decoded = (call: ReturnType<typeof voteCall>) =>
  decodeFunctionData({ abi: councilAbi, data: call?.data ?? "0x" });

describe("voteCall", () => {
  it.each([
    ["against", 0],
    ["for", 1],
    ["abstain", 2],
  ] as const)("casts %s as %i", (support, value) => {
    const call = voteCall({ support, reason: "  " }, 7n, council);
    expect(call?.to).toBe(council);
    expect(decoded(call)).toEqual({ functionName: "castVote", args: [7n, value] });
  });

  it("carries the reason", () => {
    expect(decoded(voteCall({ support: "for", reason: " Because. " }, 7n, council))).toEqual({
      functionName: "castVoteWithReason",
      args: [7n, 1, "Because."],
    });
  });

  it("casts nothing without a choice", () => {
    expect(voteCall({ support: undefined, reason: "" }, 7n, council)).toBeNull();
  });
});

describe("voteProblems", () => {
  it("names what is missing and what is too long", () => {
    expect(voteProblems({ support: undefined, reason: "é".repeat(longestReason + 3) })).toEqual([
      { field: "support", problem: "missing" },
      { field: "reason", problem: "too-long", excess: 3 },
    ]);
    expect(voteProblems({ support: "for", reason: "é".repeat(longestReason) })).toEqual([]);
  });
});
