import { answerWebhooks } from "#lib/server/webhooks.ts";

export const GET = answerWebhooks;
