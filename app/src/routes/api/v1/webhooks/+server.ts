import { answerWebhooks } from "#lib/server/webhooks.ts";

export const GET = answerWebhooks;
export const POST = answerWebhooks;
