import { encodeFunctionData } from "viem";

import { deliberationAbi } from "#generated/contracts/Deliberation.ts";

type Hex = `0x${string}`;

/** The call by which a representative stands behind a proposal, or asks for more time. */
export function sayCall(
  what: "sponsor" | "ask",
  deliberation: Hex,
  council: Hex,
  proposalId: bigint,
): { to: Hex; data: Hex } {
  const data = encodeFunctionData({
    abi: deliberationAbi,
    functionName: what === "sponsor" ? "sponsor" : "askForMoreTime",
    args: [council, proposalId],
  });
  return { to: deliberation, data };
}
