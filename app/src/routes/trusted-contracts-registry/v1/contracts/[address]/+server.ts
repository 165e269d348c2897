import { serve } from "#lib/server/api/serve.ts";
import { getContract, readContract } from "#lib/server/api/trusted-contracts.ts";

/** One of them. */
export const GET = serve(getContract, async ({ path }) => ({
  body: await readContract(path.address),
}));
