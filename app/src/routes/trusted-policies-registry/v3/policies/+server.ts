import { serve } from "#lib/server/api/serve.ts";
import { listPolicies, readPolicies } from "#lib/server/api/trusted-policies.ts";

/** The policies. */
export const GET = serve(listPolicies, async ({ query, url }) => ({
  body: await readPolicies(url, query),
}));
