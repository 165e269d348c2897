import { encodeFunctionData } from "viem";

import { vetoesAbi } from "#generated/contracts/Vetoes.ts";
import type { Proposal } from "#lib/features/proposals/proposal.ts";

/** The call by which the holder of a right of veto stops a proposal: the contract asks for its content and checks it against the right. */
export function stopCall(
  vetoes: `0x${string}`,
  { calls, descriptionHash, body }: Pick<Proposal, "calls" | "descriptionHash" | "body">,
  reason: string,
): { to: `0x${string}`; data: `0x${string}` } {
  const data = encodeFunctionData({
    abi: vetoesAbi,
    functionName: "veto",
    args: [
      body.address,
      calls.map(({ target }) => target),
      calls.map(({ value }) => value),
      calls.map(({ calldata }) => calldata),
      descriptionHash,
      reason.trim(),
    ],
  });
  return { to: vetoes, data };
}
