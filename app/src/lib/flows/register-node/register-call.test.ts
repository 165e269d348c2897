import { decodeFunctionData } from "viem";
import { expect, it } from "vitest";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";

import { registerCall } from "./register-call.ts";

it("carries what the proof was made for", () => {
  const registration = {
    organisation: `0x${"1".repeat(64)}`,
    network: 7n,
    kind: "observer",
    nonce: 0n,
    registry: "0x0000000000000000000000000000000000000005",
    chainId: 31337,
  } as const;
  const enode = { publicKey: `0x${"2".repeat(128)}`, host: "be-3.example", port: 30303 } as const;
  const output = {
    publicKey: enode.publicKey,
    deadline: 99,
    proof: `0x${"3".repeat(130)}`,
  } as const;
  const { to, data } = registerCall(registration, enode, output);
  expect(to).toBe(registration.registry);
  expect(decodeFunctionData({ abi: nodeRegistryAbi, data })).toEqual({
    functionName: "registerNode",
    args: [
      registration.organisation,
      7n,
      2,
      enode.publicKey,
      enode.host,
      enode.port,
      99,
      output.proof,
    ],
  });
});
