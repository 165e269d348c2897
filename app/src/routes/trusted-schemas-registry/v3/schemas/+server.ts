import { serve } from "#lib/server/api/serve.ts";
import { listSchemas, readSchemas } from "#lib/server/api/trusted-schemas.ts";

/** The schemas of credentials. */
export const GET = serve(listSchemas, async ({ query, url }) => ({
  body: await readSchemas(url, query),
}));
