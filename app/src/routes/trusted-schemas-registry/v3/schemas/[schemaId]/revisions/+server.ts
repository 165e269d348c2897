import { serve } from "#lib/server/api/serve.ts";
import { listSchemaRevisions, readSchemaRevisions } from "#lib/server/api/trusted-schemas.ts";

/** The revisions of a schema. */
export const GET = serve(listSchemaRevisions, async ({ path, query, url }) => ({
  body: await readSchemaRevisions(url, path.schemaId, query),
}));
