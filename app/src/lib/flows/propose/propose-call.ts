import { encodeFunctionData, keccak256, stringToHex } from "viem";

import { councilAbi } from "#generated/contracts/Council.ts";
import { type Call, proposalIdOf } from "#lib/features/proposals/decode-call.ts";

/** The call that proposes. */
export function proposeCall(
  council: `0x${string}`,
  calls: readonly Call[],
  description: string,
): { to: `0x${string}`; data: `0x${string}` } {
  const data = encodeFunctionData({
    abi: councilAbi,
    functionName: "propose",
    args: [...contentOf(calls), description],
  });
  return { to: council, data };
}

/** The id that the Council will give to the proposal: a hash of its content, so that the page can lead to it at once. */
export function proposalId(calls: readonly Call[], description: string): `0x${string}` {
  const [targets, values, calldatas] = contentOf(calls);
  return proposalIdOf([targets, values, calldatas, keccak256(stringToHex(description))]);
}

function contentOf(calls: readonly Call[]) {
  return [
    calls.map(({ target }) => target),
    calls.map(({ value }) => value),
    calls.map(({ calldata }) => calldata),
  ] as const;
}
