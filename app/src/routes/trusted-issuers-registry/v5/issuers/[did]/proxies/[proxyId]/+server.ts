import { serve } from "#lib/server/api/serve.ts";
import { getProxy, readProxy } from "#lib/server/api/trusted-issuers.ts";

/** A proxy of an issuer. */
export const GET = serve(getProxy, async ({ path }) => ({
  body: await readProxy(path.did, path.proxyId),
}));
