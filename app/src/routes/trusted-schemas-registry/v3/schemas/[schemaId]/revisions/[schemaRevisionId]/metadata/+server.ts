import { serve } from "#lib/server/api/serve.ts";
import { listSchemaMetadata, readSchemaMetadataList } from "#lib/server/api/trusted-schemas.ts";

/** What was said about a revision. */
export const GET = serve(listSchemaMetadata, async ({ event, path, query }) => ({
  body: await readSchemaMetadataList(event.url, path.schemaId, path.schemaRevisionId, query),
}));
