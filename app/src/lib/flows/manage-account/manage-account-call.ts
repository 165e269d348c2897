import { encodeFunctionData } from "viem";

import { accountRegistryAbi } from "#generated/contracts/AccountRegistry.ts";
import { accessLevels } from "#lib/chain/contract-views.ts";
import type { AccessLevel } from "#lib/chain/register-words.ts";

type Hex = `0x${string}`;

/** The call with which an administrator gives an account another access. */
export function setAccessCall(registry: Hex, account: Hex, access: AccessLevel) {
  const data = encodeFunctionData({
    abi: accountRegistryAbi,
    functionName: "setAccountAccess",
    args: [account, accessLevels.indexOf(access)],
  });
  return { to: registry, data };
}

/** The call with which an administrator, or the account itself, takes it out of the register. */
export function removeCall(registry: Hex, account: Hex) {
  const data = encodeFunctionData({
    abi: accountRegistryAbi,
    functionName: "removeAccount",
    args: [account],
  });
  return { to: registry, data };
}
