import { serve } from "#lib/server/api/serve.ts";
import { listRecordVersions, readRecordVersions } from "#lib/server/api/timestamps.ts";

/** The versions of a record. */
export const GET = serve(listRecordVersions, async ({ path, query, url }) => ({
  body: await readRecordVersions(url, path.recordId, query),
}));
