import { serve } from "#lib/server/api/serve.ts";
import { listRevisions, readRevisions } from "#lib/server/api/trusted-issuers.ts";

/** The revisions of an attribute. */
export const GET = serve(listRevisions, async ({ event, path, query }) => ({
  body: await readRevisions(event.url, path.did, path.attributeId, query),
}));
