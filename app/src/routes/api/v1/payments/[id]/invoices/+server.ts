import { servePaymentInvoices } from "#lib/server/api/payment-handlers.ts";

export const GET = servePaymentInvoices;
