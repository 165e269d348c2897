import { serve } from "#lib/server/api/serve.ts";
import { listUsers, readUsers } from "#lib/server/api/trusted-policies.ts";

/** Who has a right by a policy. */
export const GET = serve(listUsers, async ({ event, query }) => ({
  body: await readUsers(event.url, query),
}));
