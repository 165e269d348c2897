import { answerWith } from "#lib/server/authorisation/answer.ts";

import type { RequestHandler } from "./$types";

/** The public key of the access tokens. */
export const GET: RequestHandler = (event) =>
  answerWith(event, ({ authority: { key } }) =>
    Response.json({
      keys: [{ ...key.publicJwk, alg: key.algorithm, use: "sig", kid: key.thumbprint }],
    }),
  );
