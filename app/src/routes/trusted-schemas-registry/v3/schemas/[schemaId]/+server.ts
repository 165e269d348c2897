import { serve } from "#lib/server/api/serve.ts";
import { getSchema, readSchema } from "#lib/server/api/trusted-schemas.ts";

/** A schema, in its last revision. */
export const GET = serve(getSchema, async ({ path }) => ({
  body: await readSchema(path.schemaId),
}));
