import { serve } from "#lib/server/api/serve.ts";
import { getRecordVersion, readRecordVersion } from "#lib/server/api/timestamps.ts";

/** A version of a record. */
export const GET = serve(getRecordVersion, async ({ path }) => ({
  body: await readRecordVersion(path.recordId, path.versionId),
}));
