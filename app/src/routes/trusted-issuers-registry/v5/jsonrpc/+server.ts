import { trustedIssuersWrites } from "#lib/server/api/trusted-issuers-methods.ts";
import { serveWrites } from "#lib/server/api/write.ts";

/** Builds transactions for clients that sign, and sends what they have signed. */
export const POST = serveWrites(trustedIssuersWrites);
