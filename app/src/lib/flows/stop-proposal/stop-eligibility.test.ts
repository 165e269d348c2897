import { decodeFunctionData } from "viem";
import { describe, expect, it } from "vitest";

import { vetoesAbi } from "#generated/contracts/Vetoes.ts";
import { idDouble } from "#lib/chain/chain-double.ts";

import { stopCall } from "./stop-call.ts";
import { type HeldRight, reasonProblem, stopEligibility } from "./stop-eligibility.ts";

const [council, vetoes, pinned, nodes, accounts] = [1, 2, 3, 4, 5].map((n) => idDouble(n)) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];
const reach = { council, vetoes, pinned: [pinned] };
const named: HeldRight = { holder: idDouble(9), targets: [nodes], notAfter: 100, over: null };
const guardian = { ...named, targets: [] };
const taken = {
  at: 40,
  how: "revoked" as const,
  transaction: idDouble(7, 32),
  decision: null,
};
type Moment = Parameters<typeof stopEligibility>[1];
const judge = (
  right: HeldRight,
  targets: `0x${string}`[],
  {
    state = "active",
    onRightChain = true,
    now = 50,
  }: { state?: Moment["state"]; onRightChain?: boolean; now?: number } = {},
) => stopEligibility(right, { targets, state }, reach, { onRightChain, now });

describe("Whether the holder of a right can stop a proposal", () => {
  it.each(["pending", "active", "succeeded", "waiting", "executable"] as const)(
    "it can while the proposal is %s",
    (state) => {
      expect(judge(named, [accounts, nodes], { state })).toEqual({ can: true });
    },
  );

  it.each(["executed", "defeated", "cancelled", "expired"] as const)(
    "it cannot when the proposal is %s",
    (state) => {
      expect(judge(named, [nodes], { state })).toEqual({ can: false, why: "closed" });
    },
  );

  it.each([
    [named, [accounts], { why: "out-of-scope" }],
    [guardian, [nodes, pinned], { why: "protected", target: pinned }],
    [guardian, [council], { why: "protected", target: council }],
    [guardian, [vetoes], { why: "protected", target: vetoes }],
    [{ ...named, over: taken }, [nodes], { why: "ended", notAfter: 100 }],
  ])("it cannot in case %#", (right, targets, why) => {
    expect(judge(right, targets)).toEqual({ can: false, ...why });
  });

  it("its right counts up to its last second, and the wallet has to be on the chain", () => {
    expect(judge(guardian, [accounts], { now: 100 })).toEqual({ can: true });
    expect(judge(guardian, [accounts], { now: 101 })).toEqual({
      can: false,
      why: "ended",
      notAfter: 100,
    });
    expect(judge(guardian, [accounts], { onRightChain: false })).toEqual({
      can: false,
      why: "wrong-chain",
    });
  });

  it("a reason is asked for, and is short enough to be kept for ever", () => {
    expect(reasonProblem("  ")).toEqual({ problem: "missing" });
    expect(reasonProblem("é".repeat(513))).toEqual({ problem: "too-long", excess: 2 });
    expect(reasonProblem("é".repeat(512))).toBeNull();
  });

  it("what is sent names the proposal by its content", () => {
    const { to, data } = stopCall(
      vetoes,
      {
        body: { address: council, name: "Assembly", isAssembly: true },
        calls: [{ target: nodes, value: 0n, calldata: "0x1234" }],
        descriptionHash: idDouble(8, 32),
      },
      " Not now. ",
    );
    expect(to).toBe(vetoes);
    expect(decodeFunctionData({ abi: vetoesAbi, data })).toEqual({
      functionName: "veto",
      args: [council, [nodes], [0n], ["0x1234"], idDouble(8, 32), "Not now."],
    });
  });
});
