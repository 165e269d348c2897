import { serve } from "#lib/server/api/serve.ts";
import { getDefinition } from "#lib/server/authorisation/operations.ts";
import { presentationDefinition } from "#lib/server/authorisation/presentation-definition.ts";

/** What has to be presented for a scope. */
export const GET = serve(getDefinition, ({ query }) =>
  Promise.resolve({ body: presentationDefinition(query.scope) }),
);
