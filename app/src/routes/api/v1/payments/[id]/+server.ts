import { servePayment } from "#lib/server/api/payment-handlers.ts";

export const GET = servePayment;
