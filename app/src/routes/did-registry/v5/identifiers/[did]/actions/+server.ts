import { serveIdentifierActions } from "#lib/server/api/did-registry-handlers.ts";

/** Questions to the register that nobody needs a token for. */
export const POST = serveIdentifierActions("v5");
