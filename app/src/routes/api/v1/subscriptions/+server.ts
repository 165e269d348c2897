import { serveSubscriptions } from "#lib/server/api/payment-handlers.ts";

export const GET = serveSubscriptions;
