import { serve } from "#lib/server/api/serve.ts";
import { getRecord, readRecord } from "#lib/server/api/timestamps.ts";

/** A record. */
export const GET = serve(getRecord, async ({ path }) => ({
  body: await readRecord(path.recordId),
}));
