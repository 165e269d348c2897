import { serve } from "#lib/server/api/serve.ts";
import { listIdentifiers, readIdentifiers } from "#lib/server/api/did-registry.ts";

/** The DIDs, in the order in which they were inserted. */
export const GET = serve(listIdentifiers, async ({ query, url }) => ({
  body: await readIdentifiers(url, query),
}));
