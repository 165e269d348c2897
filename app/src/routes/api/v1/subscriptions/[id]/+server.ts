import { serveSubscription } from "#lib/server/api/payment-handlers.ts";

export const GET = serveSubscription;
