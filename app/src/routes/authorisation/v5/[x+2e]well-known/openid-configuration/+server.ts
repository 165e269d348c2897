import { serve } from "#lib/server/api/serve.ts";
import { tokenAuthority } from "#lib/server/authorisation/authority.ts";
import { getDiscovery } from "#lib/server/authorisation/operations.ts";
import { discovery } from "#lib/server/authorisation/presentation-definition.ts";

/** What clients of OpenID read first. */
export const GET = serve(getDiscovery, async () => ({
  body: discovery((await tokenAuthority()).issuer),
}));
