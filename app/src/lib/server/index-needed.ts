import { error } from "@sveltejs/kit";

import { IndexError } from "#lib/index/client.ts";
import { m } from "#lib/messages.ts";

/** For a page whose choices only the index can list: without it the reader is told so, instead of being shown half of them. */
export async function indexNeeded<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof IndexError)) throw cause;
    error(503, m.proposal_index_needed(), { remedy: m.proposal_index_needed_remedy() });
  }
}
