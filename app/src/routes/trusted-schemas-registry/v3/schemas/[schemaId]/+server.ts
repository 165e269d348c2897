import { serve } from "#lib/server/api/serve.ts";
import { getSchema, readSchema } from "#lib/server/api/trusted-schemas.ts";

/** A schema, in its last revision or in that of a time. */
export const GET = serve(getSchema, async ({ path, query }) => ({
  body: await readSchema(
    path.schemaId,
    query["valid-at"] === undefined ? undefined : Date.parse(query["valid-at"]),
  ),
}));
