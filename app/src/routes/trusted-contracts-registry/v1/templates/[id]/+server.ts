import { serve } from "#lib/server/api/serve.ts";
import { getTemplate, noTemplate } from "#lib/server/api/trusted-contracts.ts";

/** A template of contracts. */
export const GET = serve(getTemplate, () => Promise.reject(noTemplate()));
