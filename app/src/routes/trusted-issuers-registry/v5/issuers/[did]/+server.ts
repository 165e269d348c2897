import { serve } from "#lib/server/api/serve.ts";
import { getIssuer, readIssuer } from "#lib/server/api/trusted-issuers.ts";

/** An issuer. */
export const GET = serve(getIssuer, async ({ path, query, url }) => ({
  body: await readIssuer(url, path.did, query.version),
}));
