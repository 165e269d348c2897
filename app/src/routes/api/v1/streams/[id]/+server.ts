import { serveStream } from "#lib/server/api/payment-handlers.ts";

export const GET = serveStream;
