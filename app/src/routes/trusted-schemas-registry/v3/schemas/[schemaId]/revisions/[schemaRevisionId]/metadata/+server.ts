import { serve } from "#lib/server/api/serve.ts";
import { listSchemaMetadata, readSchemaMetadataList } from "#lib/server/api/trusted-schemas.ts";

/** What was said about a revision. */
export const GET = serve(listSchemaMetadata, async ({ path, query, url }) => ({
  body: await readSchemaMetadataList(url, path.schemaId, path.schemaRevisionId, query),
}));
