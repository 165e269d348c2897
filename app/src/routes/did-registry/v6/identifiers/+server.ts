import { serveIdentifiers } from "#lib/server/api/did-registry-handlers.ts";

/** The DIDs, in the order in which they were inserted. */
export const GET = serveIdentifiers("v6");
