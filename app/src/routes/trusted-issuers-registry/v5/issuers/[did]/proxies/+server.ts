import { serve } from "#lib/server/api/serve.ts";
import { listProxies, readProxies } from "#lib/server/api/trusted-issuers.ts";

/** Where an issuer is reached. */
export const GET = serve(listProxies, async ({ path, query, url }) => ({
  body: await readProxies(url, path.did, query),
}));
