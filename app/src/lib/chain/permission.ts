import type { Address, Hex } from "viem";

import { permissionViewsAbi } from "#generated/contracts/PermissionViews.ts";

import { type ContractReader, named } from "./contract-views.ts";

/** Why the permissions refuse a transaction, in the order of `Refusal` in `contracts/permissions/IPermissionViews.sol`. */
export const refusals = [
  "none",
  "no-access",
  "read-only",
  "may-not-deploy",
  "restricted-target",
  "gas-exhausted",
  "register-unreadable",
] as const;

export type TransactionRefusal = (typeof refusals)[number];

/** A transaction that is asked about before it is signed. */
export interface AskedTransaction {
  sender: Address;
  /** Contract or account that it goes to; null for a deployment. */
  target: Address | null;
  /** Gas that it may use at most; 0 asks for everything but the share of gas. */
  gas: bigint;
  /** Calldata: who leaves a register or accepts a mandate is known by it. */
  data?: Hex;
}

const deployment = "0x0000000000000000000000000000000000000000";

/** What the permissions say to a transaction; `none` if they let it through. Nodes ask the same question of the same contract. */
export async function transactionRefusal(
  chain: ContractReader,
  permissionViews: Address,
  { sender, target, gas, data = "0x" }: AskedTransaction,
  blockNumber?: bigint,
): Promise<TransactionRefusal> {
  const refusal = await chain.readContract({
    address: permissionViews,
    abi: permissionViewsAbi,
    functionName: "transactionRefusal",
    args: [sender, target ?? deployment, gas, data],
    ...(blockNumber === undefined ? {} : { blockNumber }),
  });
  return named(refusals, refusal);
}
