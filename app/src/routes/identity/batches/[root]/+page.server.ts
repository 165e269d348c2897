import { error } from "@sveltejs/kit";

import { checkInclusion, readBatch } from "#lib/features/identity/read-timestamps.ts";
import { readId } from "#lib/features/identity/timestamp.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

/** A batch and what came of a check are the contract's own answers: they bind. */
export const load: PageServerLoad = async ({ params, url }) => {
  const { chain, addresses } = await pageReading();
  const root = readId(params.root);
  const batch = root === null ? null : await readBatch(chain, addresses, root);
  if (root === null || batch === null)
    error(404, m.timestamps_batch_not_found(), { remedy: m.timestamps_batch_not_found_hint() });
  const check = await checkInclusion(chain, addresses, root, {
    hash: url.searchParams.get("hash"),
    proof: url.searchParams.get("proof"),
  });
  return { batch, check };
};
