import { decodeFunctionData } from "viem";
import { describe, expect, it } from "vitest";

import { councilAbi } from "#generated/contracts/Council.ts";

import { ballotFile, readBallot } from "./ballot.ts";
import { actionHash, ballotStatement, bringBallotCall, signedBallot } from "./signed-ballot.ts";
import { voteCall } from "./vote-call.ts";

const address = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;
const shown = {
  calls: [{ target: address(5), value: 0n, calldata: "0x11223344" as const }],
  description: "# Decide\n\nIt is time.",
  body: { address: address(1), name: "Assembly", isAssembly: true },
};
const proposal = { ...shown, proposalId: BigInt(actionHash(shown)) };
const choice = { member: address(9), support: "for", reason: "Because.", deadline: 900 } as const;
const ballot = signedBallot(proposal, choice, address(7), "0x1234");

describe("ballotStatement", () => {
  it("binds what the page shows", () => {
    expect(ballotStatement(proposal, 31337, choice)).toMatchObject({
      domain: { name: "Assembly", chainId: 31337, verifyingContract: address(1) },
      primaryType: "MemberBallot",
      message: { support: 1, member: address(9), deadline: 900, actionHash: actionHash(shown) },
    });
  });

  it("is not made when the page shows something else than what has this id", () => {
    for (const change of [
      { description: "# Decide\n\nIt is late." },
      { calls: [{ ...shown.calls[0]!, target: address(6) }] },
      { calls: [{ ...shown.calls[0]!, calldata: "0x11223345" as const }] },
    ])
      expect(ballotStatement({ ...proposal, ...change }, 31337, choice)).toBeNull();
  });
});

describe("a signed ballot", () => {
  it("is the same in its file and in a transaction of anybody", () => {
    expect(readBallot(JSON.parse(ballotFile(ballot)))).toEqual(ballot);
    const { to, data } = bringBallotCall(ballot);
    expect(to).toBe(address(1));
    expect(decodeFunctionData({ abi: councilAbi, data })).toEqual({
      functionName: "castByBallot",
      args: [
        proposal.proposalId,
        [
          {
            member: address(9),
            support: 1,
            deadline: 900,
            reason: "Because.",
            signer: address(7),
            signature: "0x1234",
          },
        ],
      ],
    });
  });

  it("is not read out of anything else", () => {
    for (const change of [
      { support: 3 },
      { proposalId: 7 },
      { member: "0x1" },
      { deadline: "900" },
      { signature: "0x123" },
    ])
      expect(readBallot({ ...ballot, ...change })).toBeNull();
    expect(readBallot(null)).toBeNull();
  });
});

describe("a carried vote", () => {
  it("names the member whose vote it is", () => {
    const call = voteCall({ support: "against", reason: "" }, 7n, address(1), address(9));
    expect(decodeFunctionData({ abi: councilAbi, data: call?.data ?? "0x" })).toEqual({
      functionName: "castVoteWithReasonAndParams",
      args: [7n, 0, "", `0x${"0".repeat(24)}${address(9).slice(2)}`],
    });
  });
});
