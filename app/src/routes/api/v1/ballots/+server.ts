import { RELAYER_URL } from "$app/env/private";

import { tooManyBallots } from "#lib/server/limits.ts";
import { askRelayer, ballotIn } from "#lib/server/relayer.ts";

import type { RequestHandler } from "./$types";

/** Takes a signed ballot of anybody: the relayer judges and brings it. */
export const POST: RequestHandler = async (event) => {
  const refused = tooManyBallots(event);
  if (refused) return refused;

  const ballot = await ballotIn(event.request);
  return ballot instanceof Response ? ballot : askRelayer(RELAYER_URL, "/ballots", ballot);
};
