import { serveStreams } from "#lib/server/api/payment-handlers.ts";

export const GET = serveStreams;
