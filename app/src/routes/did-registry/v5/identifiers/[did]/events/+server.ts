import { serveIdentifierEvents } from "#lib/server/api/did-registry-handlers.ts";

/** What happened to a DID, by the events of the register. */
export const GET = serveIdentifierEvents("v5");
