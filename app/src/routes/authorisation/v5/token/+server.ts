import { answerToken } from "#lib/server/authorisation/answer.ts";

import type { RequestHandler } from "./$types";

/** A token for whoever presents what a scope asks for. */
export const POST: RequestHandler = answerToken;
