import { serve } from "#lib/server/api/serve.ts";
import { listSchemaRevisions, readSchemaRevisions } from "#lib/server/api/trusted-schemas.ts";

/** The revisions of a schema. */
export const GET = serve(listSchemaRevisions, async ({ event, path, query }) => ({
  body: await readSchemaRevisions(event.url, path.schemaId, query),
}));
