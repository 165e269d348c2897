import { serve } from "#lib/server/api/serve.ts";
import { getAttribute, readAttribute } from "#lib/server/api/trusted-issuers.ts";

/** An attribute as it counts now. */
export const GET = serve(getAttribute, async ({ path }) => ({
  body: await readAttribute(path.did, path.attributeId),
}));
