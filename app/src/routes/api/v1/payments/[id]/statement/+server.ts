import { servePaymentStatement } from "#lib/server/api/payment-handlers.ts";

export const GET = servePaymentStatement;
