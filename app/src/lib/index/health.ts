import { IndexError, type Index } from "./client.ts";
import { flag, int, nullable, query, record } from "./selection.ts";

const healthQuery = query(
  "Health",
  {},
  {
    _meta: nullable(
      record({ hasIndexingErrors: flag, block: record({ number: int, timestamp: nullable(int) }) }),
    ),
  },
);

export interface IndexMeta {
  failed: boolean;
  block: number;
  /** Time of the block, seconds since 1970. */
  timestamp: number | null;
}

export interface ChainHead {
  block: number;
  /** Time of the block, seconds since 1970. */
  timestamp: number;
}

export type IndexHealth =
  | { state: "current"; block: number }
  | { state: "behind"; block: number; blocks: number; seconds: number | null }
  | { state: "failed"; block: number }
  | { state: "unreachable" }
  /** The chain itself gives no answer, so nobody can say how old the index is. */
  | { state: "chain-unreachable"; block: number | null };

/** An idle index is a block or two late; only what a reader would notice is said. */
const tolerated = { blocks: 12, seconds: 12 };

/** How far what the index says can be relied on. */
export function judgeIndex(meta: IndexMeta | null, head: ChainHead | null): IndexHealth {
  if (meta?.failed) return { state: "failed", block: meta.block };
  if (head === null) return { state: "chain-unreachable", block: meta?.block ?? null };
  if (meta === null) return { state: "unreachable" };
  const blocks = Math.max(0, head.block - meta.block);
  const seconds = meta.timestamp === null ? null : Math.max(0, head.timestamp - meta.timestamp);
  // On an idle chain two neighbouring blocks may lie far apart, so that both measures must say that it is late.
  const late = blocks > tolerated.blocks && (seconds === null || seconds > tolerated.seconds);
  return late
    ? { state: "behind", block: meta.block, blocks, seconds }
    : { state: "current", block: meta.block };
}

/** Whether the index answers and must not be believed where the contracts can be asked. */
export function isLate({ state }: IndexHealth): boolean {
  return state === "behind";
}

/** Where the index stands; null when it gives no answer. */
export async function indexMeta(index: Index): Promise<IndexMeta | null> {
  try {
    const { _meta: meta } = await index.ask(healthQuery, {});
    if (meta === null) return null;
    return {
      failed: meta.hasIndexingErrors,
      block: meta.block.number,
      timestamp: meta.block.timestamp,
    };
  } catch (error) {
    if (error instanceof IndexError) return null;
    throw error;
  }
}
