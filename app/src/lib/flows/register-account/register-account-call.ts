import { encodeFunctionData } from "viem";

import { accountRegistryAbi } from "#generated/contracts/AccountRegistry.ts";
import { accessLevels } from "#lib/chain/contract-views.ts";
import type { AccessLevel } from "#lib/chain/register-words.ts";
import type { AccountProof, AccountRegistration } from "#lib/features/accounts/account-proof.ts";

const noRegistration = `0x${"0".repeat(64)}` as const;

/** The call with which an administrator registers an account that has consented. */
export function registerAccountCall(
  { registry, organisation, account }: AccountRegistration,
  access: AccessLevel,
  { deadline, proof }: AccountProof,
): { to: `0x${string}`; data: `0x${string}` } {
  const data = encodeFunctionData({
    abi: accountRegistryAbi,
    functionName: "registerAccount",
    args: [organisation, account, accessLevels.indexOf(access), noRegistration, deadline, proof],
  });
  return { to: registry, data };
}
