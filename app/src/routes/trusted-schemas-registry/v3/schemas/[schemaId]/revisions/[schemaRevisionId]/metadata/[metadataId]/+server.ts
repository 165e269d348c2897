import { serve } from "#lib/server/api/serve.ts";
import { getSchemaMetadata, readSchemaMetadata } from "#lib/server/api/trusted-schemas.ts";

/** Metadata, which are known by their hash and never change. */
export const GET = serve(getSchemaMetadata, async ({ path }) => ({
  body: await readSchemaMetadata(path.schemaId, path.schemaRevisionId, path.metadataId),
  freshness: "unchanging",
}));
