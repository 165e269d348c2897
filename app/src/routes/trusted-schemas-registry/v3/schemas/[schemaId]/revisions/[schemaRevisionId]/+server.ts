import { serve } from "#lib/server/api/serve.ts";
import { getSchemaRevision, readSchemaRevision } from "#lib/server/api/trusted-schemas.ts";

/** A revision, which is known by its hash and never changes. */
export const GET = serve(getSchemaRevision, async ({ path }) => ({
  body: await readSchemaRevision(path.schemaId, path.schemaRevisionId),
  freshness: "unchanging",
}));
