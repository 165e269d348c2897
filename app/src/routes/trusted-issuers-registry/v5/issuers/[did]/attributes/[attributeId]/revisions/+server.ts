import { serve } from "#lib/server/api/serve.ts";
import { listRevisions, readRevisions } from "#lib/server/api/trusted-issuers.ts";

/** The revisions of an attribute. */
export const GET = serve(listRevisions, async ({ path, query, url }) => ({
  body: await readRevisions(url, path.did, path.attributeId, query),
}));
