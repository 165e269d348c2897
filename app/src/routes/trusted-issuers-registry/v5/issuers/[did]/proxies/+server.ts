import { serve } from "#lib/server/api/serve.ts";
import { listProxies, readProxies } from "#lib/server/api/trusted-issuers.ts";

/** Where an issuer is reached. */
export const GET = serve(listProxies, async ({ event, path, query }) => ({
  body: await readProxies(event.url, path.did, query),
}));
