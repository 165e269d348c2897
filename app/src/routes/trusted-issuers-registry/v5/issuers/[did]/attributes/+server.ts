import { serve } from "#lib/server/api/serve.ts";
import { listAttributes, readAttributes } from "#lib/server/api/trusted-issuers.ts";

/** The attributes of an issuer. */
export const GET = serve(listAttributes, async ({ event, path, query }) => ({
  body: await readAttributes(event.url, path.did, query),
}));
