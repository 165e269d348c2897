import { serve } from "#lib/server/api/serve.ts";
import { listEvents, readEvents } from "#lib/server/api/did-registry.ts";

/** What happened to a DID, by the events of the register. */
export const GET = serve(listEvents, async ({ path, query, url }) => ({
  body: await readEvents(url, path.did, query),
}));
