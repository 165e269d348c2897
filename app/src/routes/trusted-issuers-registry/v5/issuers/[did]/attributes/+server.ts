import { serve } from "#lib/server/api/serve.ts";
import { listAttributes, readAttributes } from "#lib/server/api/trusted-issuers.ts";

/** The attributes of an issuer. */
export const GET = serve(listAttributes, async ({ path, query, url }) => ({
  body: await readAttributes(url, path.did, query),
}));
