import { serveSubscriptionStatement } from "#lib/server/api/payment-handlers.ts";

export const GET = serveSubscriptionStatement;
