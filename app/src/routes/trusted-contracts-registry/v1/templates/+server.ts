import { serve } from "#lib/server/api/serve.ts";
import { listTemplates, readTemplates } from "#lib/server/api/trusted-contracts.ts";

/** Templates of contracts. */
export const GET = serve(listTemplates, ({ query, url }) =>
  Promise.resolve({ body: readTemplates(url, query) }),
);
