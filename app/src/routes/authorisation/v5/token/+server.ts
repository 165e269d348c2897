import { answerWith, formOf } from "#lib/server/authorisation/answer.ts";
import { grantToken } from "#lib/server/authorisation/grant.ts";

import type { RequestHandler } from "./$types";

/** A token for whoever presents what a scope asks for. */
export const POST: RequestHandler = (event) =>
  answerWith(event, async ({ context }) => {
    const form = await formOf(event.request);
    if (form instanceof Response) return form;
    return Response.json(await grantToken(form, context()), {
      headers: { "cache-control": "no-store", pragma: "no-cache" },
    });
  });
