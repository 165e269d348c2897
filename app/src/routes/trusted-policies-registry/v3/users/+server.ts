import { serve } from "#lib/server/api/serve.ts";
import { listUsers, readUsers } from "#lib/server/api/trusted-policies.ts";

/** Who has a right by a policy. */
export const GET = serve(listUsers, async ({ query, url }) => ({
  body: await readUsers(url, query),
}));
