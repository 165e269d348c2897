import { encodeFunctionData } from "viem";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";

type Hex = `0x${string}`;

/** What the holder of a mandate key decides about the vote of its member. */
export interface ProxyChoice {
  account: Hex;
  carrier: Hex;
  /** Last second of the proxy. */
  notAfter: number;
  /** The one proposal for which it is given; null for all. */
  proposalId: bigint | null;
}

/** The call with which the mandate key lets another member carry the vote. */
export function giveProxyCall(
  registry: Hex,
  { account, carrier, notAfter, proposalId }: ProxyChoice,
): { to: Hex; data: Hex } {
  const data = encodeFunctionData({
    abi: memberRegistryAbi,
    functionName: "giveProxy",
    args: [account, carrier, notAfter, proposalId ?? 0n],
  });
  return { to: registry, data };
}

/** The call with which the mandate key of either member ends the proxy that `account` gave. */
export function endProxyCall(registry: Hex, account: Hex): { to: Hex; data: Hex } {
  const data = encodeFunctionData({
    abi: memberRegistryAbi,
    functionName: "endProxy",
    args: [account],
  });
  return { to: registry, data };
}
