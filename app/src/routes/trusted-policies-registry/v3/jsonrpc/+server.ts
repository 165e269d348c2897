import { trustedPoliciesWrites } from "#lib/server/api/trusted-policies-methods.ts";
import { serveWrites } from "#lib/server/api/write.ts";

/** Builds transactions for clients that sign, and sends what they have signed. */
export const POST = serveWrites(trustedPoliciesWrites);
