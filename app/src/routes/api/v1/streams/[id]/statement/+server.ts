import { serveStreamStatement } from "#lib/server/api/payment-handlers.ts";

export const GET = serveStreamStatement;
