import { encodeFunctionData } from "viem";

import { councilAbi } from "#generated/contracts/Council.ts";
import type { Proposal } from "#lib/features/proposals/proposal.ts";

/** The call that queues or executes: the Council asks for the proposal's content and checks it against the id. */
export function advanceCall(
  step: "queue" | "execute",
  { calls, descriptionHash, body }: Pick<Proposal, "calls" | "descriptionHash" | "body">,
): { to: `0x${string}`; data: `0x${string}` } {
  const values = calls.map(({ value }) => value);
  const data = encodeFunctionData({
    abi: councilAbi,
    functionName: step,
    args: [
      calls.map(({ target }) => target),
      values,
      calls.map(({ calldata }) => calldata),
      descriptionHash,
    ],
  });
  return { to: body.address, data };
}
