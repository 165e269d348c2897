import { RELAYER_URL } from "$app/env/private";

import { onceByKey } from "#lib/server/idempotency/once-by-key.ts";
import { tooManyBallots } from "#lib/server/limits.ts";
import { clientOf } from "#lib/server/rate-limit.ts";
import { askRelayer, ballotIn } from "#lib/server/relayer.ts";

import type { RequestHandler } from "./$types";

/** Takes a signed ballot of anybody: the relayer judges and brings it. */
export const POST: RequestHandler = async (event) => {
  const refused = tooManyBallots(event);
  if (refused) return refused;

  const ballot = await ballotIn(event.request);
  if (ballot instanceof Response) return ballot;
  // The relayer knows a ballot that it has by itself; a key repeats the very answer.
  return onceByKey(
    event.request,
    { what: "ballots", who: clientOf(event.getClientAddress()), body: ballot },
    () => askRelayer(RELAYER_URL, "/ballots", ballot),
  );
};
