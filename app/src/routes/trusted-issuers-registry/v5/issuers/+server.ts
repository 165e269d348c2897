import { serve } from "#lib/server/api/serve.ts";
import { listIssuers, readIssuers } from "#lib/server/api/trusted-issuers.ts";

/** Everybody who was ever to be accredited. */
export const GET = serve(listIssuers, async ({ query, url }) => ({
  body: await readIssuers(url, query),
}));
