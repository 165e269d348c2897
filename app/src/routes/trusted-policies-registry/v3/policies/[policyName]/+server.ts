import { serve } from "#lib/server/api/serve.ts";
import { getPolicy, readPolicy } from "#lib/server/api/trusted-policies.ts";

/** A policy. */
export const GET = serve(getPolicy, async ({ path }) => ({
  body: await readPolicy(path.policyName),
}));
