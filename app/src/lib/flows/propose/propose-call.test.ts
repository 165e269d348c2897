import { decodeFunctionData, getAddress } from "viem";
import { describe, expect, it } from "vitest";

import { councilAbi } from "#generated/contracts/Council.ts";

import { proposalId, proposeCall } from "./propose-call.ts";

const target = "0x00000000000000000000000000000000000000aa";
const calls = [{ target, value: 0n, calldata: "0x12345678" }] as const;

describe("proposeCall", () => {
  it("carries calls and description", () => {
    const { to, data } = proposeCall(
      "0x0000000000000000000000000000000000000001",
      calls,
      "# Title",
    );
    expect(to).toBe("0x0000000000000000000000000000000000000001");
    expect(decodeFunctionData({ abi: councilAbi, data })).toEqual({
      functionName: "propose",
      args: [[getAddress(target)], [0n], ["0x12345678"], "# Title"],
    });
  });
});

describe("proposalId", () => {
  it("depends on every part of the content", () => {
    const ids = [
      proposalId(calls, "# Title"),
      proposalId(calls, "# Title "),
      proposalId([{ ...calls[0], value: 1n }], "# Title"),
      proposalId([{ ...calls[0], calldata: "0x12345679" }], "# Title"),
      proposalId([...calls, ...calls], "# Title"),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
