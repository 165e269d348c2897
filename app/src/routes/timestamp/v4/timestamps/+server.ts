import { serve } from "#lib/server/api/serve.ts";
import { listTimestamps, readTimestamps } from "#lib/server/api/timestamps.ts";

/** The timestamps. */
export const GET = serve(listTimestamps, async ({ query, url }) => ({
  body: await readTimestamps(url, query),
}));
