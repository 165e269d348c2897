import type { Index } from "#lib/index/client.ts";
import {
  type DidAt,
  type DidDetail,
  didHistoryQuery,
  didQuery,
  type DidStep,
  didTimesQuery,
  readDidAt,
} from "#lib/index/dids.ts";

import { didHash, timeRange } from "./did.ts";

/** Steps of the history that a page shows. */
export const historyLength = 200;

export interface DidReading {
  detail: DidDetail;
  document: DidAt;
  /** The latest first. */
  history: DidStep[];
  /** From when to when it is worth asking, and when something changed. */
  range: { first: number; last: number };
  changes: number[];
}

/** A DID, what its document said at a time, and its history; null for one that the register does not have. */
export async function readDid(
  index: Index,
  did: string,
  at: number,
  now: number,
): Promise<DidReading | null> {
  const id = didHash(did);
  const [{ didDocument: detail }, document, { didDocumentEvents: history }, times] =
    await Promise.all([
      index.ask(didQuery, { id }),
      readDidAt(index, id, at),
      index.ask(didHistoryQuery, { document: id, first: historyLength, skip: 0 }),
      index.ask(didTimesQuery, { document: id }),
    ]);
  if (detail === null) return null;
  const range = timeRange(detail.insertedAt, now, times.ends);
  return {
    detail,
    document,
    history,
    range,
    changes: [...new Set(times.changes.map(({ timestamp }) => timestamp))],
  };
}
