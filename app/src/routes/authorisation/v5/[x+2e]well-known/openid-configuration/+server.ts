import { answerWith } from "#lib/server/authorisation/answer.ts";
import { discovery } from "#lib/server/authorisation/presentation-definition.ts";

import type { RequestHandler } from "./$types";

/** What clients of OpenID read first. */
export const GET: RequestHandler = (event) =>
  answerWith(event, ({ authority }) => Response.json(discovery(authority.issuer)));
