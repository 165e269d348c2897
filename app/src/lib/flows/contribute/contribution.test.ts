import { decodeFunctionData, erc20Abi } from "viem";
import { describe, expect, it } from "vitest";

import { treasuryAbi } from "#generated/contracts/Treasury.ts";

import { approveCall, contributeCall, contributionProblem, nextStep } from "./contribution.ts";

const euro = { isEuro: true, symbol: "EUR", decimals: 6 };
const means = { balance: 50_000_000n, allowance: 0n };

describe("a contribution", () => {
  it.each([
    ["10", undefined, { problem: "no-member" }],
    ["10", 0n, { problem: "nothing-owed" }],
    [" ", 9n, { problem: "missing" }],
    ["ten", 9n, { problem: "malformed" }],
    ["0", 9n, { problem: "zero" }],
    ["10.000001", 10_000_000n, { problem: "above-owed", most: 10_000_000n }],
    ["60", 90_000_000n, { problem: "above-balance", most: 50_000_000n }],
    ["50", 90_000_000n, null],
  ] as const)("of %s with %s owed", (text, left, problem) => {
    const row = left === undefined ? undefined : { left };
    expect(contributionProblem(text, row, means, euro)).toEqual(problem);
  });

  it("is left to the contract while nobody knows what somebody has", () => {
    expect(contributionProblem("60", { left: 90_000_000n }, null, euro)).toBeNull();
    expect(nextStep(5n, null)).toBeNull();
  });

  it("is let to the treasury first, and then paid", () => {
    expect(nextStep(5n, { balance: 9n, allowance: 4n })).toBe("approve");
    expect(nextStep(5n, { balance: 9n, allowance: 5n })).toBe("contribute");
  });

  it("lets the treasury take exactly the amount", () => {
    const [token, treasury] = [`0x${"1".repeat(40)}`, `0x${"2".repeat(40)}`] as const;
    const member = `0x${"3".repeat(40)}` as const;
    const call = `0x${"4".repeat(64)}` as const;
    const approval = approveCall(token, treasury, 5n);
    expect(approval.to).toBe(token);
    expect(decodeFunctionData({ abi: erc20Abi, data: approval.data })).toEqual({
      functionName: "approve",
      args: [treasury, 5n],
    });
    const payment = contributeCall(treasury, call, member, 5n);
    expect(payment.to).toBe(treasury);
    expect(decodeFunctionData({ abi: treasuryAbi, data: payment.data })).toEqual({
      functionName: "contribute",
      args: [call, member, 5n],
    });
  });
});
