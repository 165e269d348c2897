import { serve } from "#lib/server/api/serve.ts";
import { getProxied, readProxied } from "#lib/server/api/trusted-issuers.ts";

/** A status list of an issuer, as its host has it now. */
export const GET = serve(getProxied, async ({ path }) => ({
  body: await readProxied(path.did, path.proxyId, path.path),
  type: "application/jwt",
}));
