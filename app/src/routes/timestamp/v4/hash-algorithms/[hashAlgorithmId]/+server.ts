import { serve } from "#lib/server/api/serve.ts";
import { getHashAlgorithm, readHashAlgorithm } from "#lib/server/api/timestamps.ts";

/** A hash algorithm. */
export const GET = serve(getHashAlgorithm, async ({ path }) => ({
  body: await readHashAlgorithm(path.hashAlgorithmId),
}));
