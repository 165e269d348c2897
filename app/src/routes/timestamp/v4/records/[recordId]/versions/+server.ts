import { serve } from "#lib/server/api/serve.ts";
import { listRecordVersions, readRecordVersions } from "#lib/server/api/timestamps.ts";

/** The versions of a record. */
export const GET = serve(listRecordVersions, async ({ event, path, query }) => ({
  body: await readRecordVersions(event.url, path.recordId, query),
}));
