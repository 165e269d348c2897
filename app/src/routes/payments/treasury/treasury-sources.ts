import type { TreasurySources } from "#lib/features/treasury/read-treasury.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

/** Where pages of the treasury read: all but balances and tokens from the index. */
export async function treasurySources(): Promise<TreasurySources> {
  const { index, chain, deployment } = await sources();
  const { addresses, chainId } = deployment;
  return { index, chain, addresses, chainId, now: await chainNow(chain) };
}

/** An id of 32 bytes as an address of a page has it; null for what is none. */
export function idOf(text: string): `0x${string}` | null {
  return /^0x[0-9a-f]{64}$/i.test(text) ? (text.toLowerCase() as `0x${string}`) : null;
}
