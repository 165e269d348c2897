import { serve } from "#lib/server/api/serve.ts";
import { getUser, readUser } from "#lib/server/api/trusted-policies.ts";

/** What an account may do by policies. */
export const GET = serve(getUser, async ({ path }) => ({ body: await readUser(path.user) }));
