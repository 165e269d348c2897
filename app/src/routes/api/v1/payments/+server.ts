import { servePayments } from "#lib/server/api/payment-handlers.ts";

export const GET = servePayments;
