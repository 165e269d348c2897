import type { Address, Hex } from "viem";

import type { Body } from "./body.ts";

/** Where ERC-1967 keeps the implementation of a proxy. */
export const implementationSlot: Hex =
  "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** Every slot of an account that any transaction of the chain touched. */
export async function storageOf({ chain }: Body, account: Address): Promise<Record<Hex, Hex>> {
  const slots = new Set<Hex>();
  const last = await chain.client.getBlockNumber();
  for (let number = 1n; number <= last; number += 1n) {
    const { transactions } = await chain.client.getBlock({ blockNumber: number });
    for (const hash of transactions) {
      const { pre, post } = (await chain.request("debug_traceTransaction", hash, {
        tracer: "prestateTracer",
        tracerConfig: { diffMode: true },
      })) as Record<"pre" | "post", Record<Address, { storage?: Record<Hex, Hex> }>>;
      for (const state of [pre, post]) {
        for (const slot of Object.keys(state[account.toLowerCase() as Address]?.storage ?? {}))
          slots.add(slot as Hex);
      }
    }
  }
  const entries = [...slots].map(
    async (slot) => [slot, await chain.client.getStorageAt({ address: account, slot })] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as Record<Hex, Hex>;
}

export const changedSlots = (before: Record<Hex, Hex>, after: Record<Hex, Hex>): Hex[] =>
  (Object.keys(after) as Hex[]).filter((slot) => before[slot] !== after[slot]);
