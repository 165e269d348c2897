import { type Index, IndexError } from "#lib/index/client.ts";
import { type LivenessActivity, livenessQuery } from "#lib/index/nodes.ts";

import { livenessFrom, type Span } from "./liveness.ts";

/** One answer of the index holds so many intervals, and so many answers are asked for at most. */
const pageSize = 1000;
const mostPages = 5;

/**
 * What monitors reported in the time of a map, of one node or of all. Null when the index gives no answer: the contracts keep no
 * such history that could be read in time.
 */
export async function readLiveness(
  index: Index,
  span: Span,
  now: number,
  node?: `0x${string}`,
): Promise<LivenessActivity[] | null> {
  const activities: LivenessActivity[] = [];
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const { livenessActivities } = await index.ask(livenessQuery, {
        interval: span,
        skip: page * pageSize,
        where: {
          timestamp_gte: String(livenessFrom(span, now) * 1_000_000),
          ...(node ? { node } : {}),
        },
      });
      activities.push(...livenessActivities);
      if (livenessActivities.length < pageSize) break;
    }
    return activities;
  } catch (error) {
    if (error instanceof IndexError) return null;
    throw error;
  }
}
