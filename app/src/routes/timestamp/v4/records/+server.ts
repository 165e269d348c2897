import { serve } from "#lib/server/api/serve.ts";
import { listRecords, readRecords } from "#lib/server/api/timestamps.ts";

/** The records of documents. */
export const GET = serve(listRecords, async ({ query, url }) => ({
  body: await readRecords(url, query),
}));
