import { decodeFunctionData, getAddress } from "viem";
import { expect, it } from "vitest";

import { councilAbi } from "#generated/contracts/Council.ts";

import { advanceCall } from "./advance-call.ts";

const target = "0x00000000000000000000000000000000000000aa";
const descriptionHash = `0x${"5".repeat(64)}` as const;

it.each(["queue", "execute"] as const)("%s carries the proposal's content in its order", (step) => {
  const proposal = {
    body: {
      address: "0x0000000000000000000000000000000000000001",
      name: "Assembly",
      isAssembly: true,
    },
    calls: [
      { target, value: 0n, calldata: "0x1234" },
      { target, value: 3n, calldata: "0x" },
    ],
    descriptionHash,
  } as const;
  const { to, data } = advanceCall(step, { ...proposal, calls: [...proposal.calls] });
  expect(to).toBe(proposal.body.address);
  expect(decodeFunctionData({ abi: councilAbi, data })).toEqual({
    functionName: step,
    args: [[getAddress(target), getAddress(target)], [0n, 3n], ["0x1234", "0x"], descriptionHash],
  });
});
