import { serve } from "#lib/server/api/serve.ts";
import { listContracts, readContracts } from "#lib/server/api/trusted-contracts.ts";

/** The registries that a body can upgrade. */
export const GET = serve(listContracts, async ({ query, url }) => ({
  body: await readContracts(url, query),
}));
