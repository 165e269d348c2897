import type { EventSource } from "./event-source.ts";
import type { Store } from "./store.ts";

/** The chain has another block than the one that was read: what was told of it did not happen. Somebody has to look. */
export class ChangedChainError extends Error {
  override readonly name = "ChangedChainError";
}

/**
 * Records what has happened since the last look, each event once and in its order, with the deliveries that come of it. The first look of
 * all begins at the newest block: endpoints are told of what comes after they are registered.
 * @returns How many deliveries were recorded, and the block up to which everything is.
 */
export async function record(
  source: EventSource,
  store: Store,
  now: () => number,
): Promise<{ recorded: number; block: number }> {
  const standing = await source.standing();
  const read = await store.place();
  if (read === undefined) {
    const readTo = (BigInt(standing.block + 1) << 32n) - 1n;
    await store.record([], standing, readTo, now());
    return { recorded: 0, block: standing.block };
  }
  // An index that is made again, or a node that starts, is behind for a while.
  if (standing.block < read.block) return { recorded: 0, block: read.block };
  if (!(await source.has(read))) {
    throw new ChangedChainError(
      `Block ${read.block} is not ${read.hash} any more: the chain has changed below what counts as final. Nothing more is recorded.`,
    );
  }
  let recorded = 0;
  let { readTo } = read;
  const end = (BigInt(standing.block + 1) << 32n) - 1n;
  while (readTo < end) {
    const part = await source.between(readTo, standing.block);
    ({ readTo } = part);
    // The block that is compared later is one of those that are wholly read.
    recorded += await store.record(part.events, readTo === end ? standing : read, readTo, now());
  }
  return { recorded, block: standing.block };
}
