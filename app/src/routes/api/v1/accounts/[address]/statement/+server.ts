import { serveAccountStatement } from "#lib/server/api/payment-handlers.ts";

export const GET = serveAccountStatement;
