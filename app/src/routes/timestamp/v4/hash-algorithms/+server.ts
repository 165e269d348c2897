import { serve } from "#lib/server/api/serve.ts";
import { listHashAlgorithms, readHashAlgorithms } from "#lib/server/api/timestamps.ts";

/** The hash algorithms. */
export const GET = serve(listHashAlgorithms, async ({ query, url }) => ({
  body: await readHashAlgorithms(url, query),
}));
