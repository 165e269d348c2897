import { answerWith } from "#lib/server/authorisation/answer.ts";
import { scopeIn } from "#lib/server/authorisation/grant.ts";
import { presentationDefinition } from "#lib/server/authorisation/presentation-definition.ts";

import type { RequestHandler } from "./$types";

/** What has to be presented for a scope. */
export const GET: RequestHandler = (event) =>
  answerWith(event, () =>
    Response.json(presentationDefinition(scopeIn(event.url.searchParams.get("scope") ?? ""))),
  );
