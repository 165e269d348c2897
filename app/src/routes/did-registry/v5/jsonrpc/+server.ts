import { didRegistryWrites } from "#lib/server/api/did-registry-methods.ts";
import { serveWrites } from "#lib/server/api/write.ts";

/** Builds transactions for clients that sign, and sends what they have signed. */
export const POST = serveWrites(didRegistryWrites.v5);
