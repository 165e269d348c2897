import { serve } from "#lib/server/api/serve.ts";
import { listIssuers, readIssuers } from "#lib/server/api/trusted-issuers.ts";

/** Everybody who was ever to be accredited. */
export const GET = serve(listIssuers, async ({ event, query }) => ({
  body: await readIssuers(event.url, query),
}));
