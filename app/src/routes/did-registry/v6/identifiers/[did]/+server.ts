import { serveIdentifier } from "#lib/server/api/did-registry-handlers.ts";

/** A DID document, from the register itself. */
export const GET = serveIdentifier("v6");
