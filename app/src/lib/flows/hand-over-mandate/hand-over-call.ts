import { encodeFunctionData } from "viem";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";

type Hex = `0x${string}`;

/** The call with which the mandate key designates its successor, and with `nobody` calls that off. */
export function handOverCall(registry: Hex, account: Hex, key: Hex): { to: Hex; data: Hex } {
  const data = encodeFunctionData({
    abi: memberRegistryAbi,
    functionName: "handOverMandate",
    args: [account, key],
  });
  return { to: registry, data };
}

/** The call with which the designated account accepts the mandate. */
export function acceptMandateCall(registry: Hex, account: Hex): { to: Hex; data: Hex } {
  const data = encodeFunctionData({
    abi: memberRegistryAbi,
    functionName: "acceptMandate",
    args: [account],
  });
  return { to: registry, data };
}
