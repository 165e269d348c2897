import { BlockNotFoundError, type PublicClient } from "viem";

import type { Addresses } from "#lib/endpoints.ts";
import type { Index } from "#lib/index/client.ts";

type Hex = `0x${string}`;

/** What is needed of a client to read without the index: views, events, and the times of blocks. */
export type EventReader = Pick<PublicClient, "readContract" | "getContractEvents" | "getBlock">;

/** Where a page reads what both the index and the chain's own events can tell. */
export interface PageSources {
  index: Index;
  chain: EventReader;
  addresses: Addresses;
  /** Whether the index answers and is too far behind to be believed. */
  isLate?: Promise<boolean>;
}

/** Where in the chain an event stands. */
export interface Emitted {
  blockNumber: bigint;
  logIndex: number;
  transactionHash: Hex;
}

/** Everything that a contract ever said. */
export const wholeChain = { fromBlock: 0n, toBlock: "latest", strict: true } as const;

/** Events in the order in which they happened. */
export function inOrder<Event extends Emitted>(events: readonly Event[]): Event[] {
  return events.toSorted(
    (a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex,
  );
}

/** When the events happened, by their blocks: each block is asked for once. */
export async function blockTimes(
  chain: Pick<EventReader, "getBlock">,
  events: readonly Emitted[],
): Promise<(block: bigint) => number> {
  const distinct = [...new Set(events.map(({ blockNumber }) => blockNumber))];
  const times = await Promise.all(
    distinct.map(async (blockNumber): Promise<[bigint, number]> => {
      try {
        return [blockNumber, Number((await chain.getBlock({ blockNumber })).timestamp)];
      } catch (error) {
        // The chain was reorganised between the two questions; the next look finds the new block.
        if (error instanceof BlockNotFoundError) return [blockNumber, 0];
        throw error;
      }
    }),
  );
  const byBlock = new Map(times);
  return (block) => byBlock.get(block) ?? 0;
}
