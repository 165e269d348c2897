import { serve } from "#lib/server/api/serve.ts";
import { getTimestamp, readTimestamp } from "#lib/server/api/timestamps.ts";

/** A timestamp. */
export const GET = serve(getTimestamp, async ({ path }) => ({
  body: await readTimestamp(path.timestampId),
}));
