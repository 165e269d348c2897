import { SIMULATOR_URL } from "$app/env/private";

import { onceByKey } from "#lib/server/idempotency/once-by-key.ts";
import { tooManySimulations } from "#lib/server/limits.ts";
import { clientOf } from "#lib/server/rate-limit.ts";
import { askSimulator, proposalIn } from "#lib/server/simulator.ts";

import type { RequestHandler } from "./$types";

/** Takes a proposal of anybody to be tried on a copy of the chain. */
export const POST: RequestHandler = async (event) => {
  const refused = tooManySimulations(event);
  if (refused) return refused;

  const proposal = await proposalIn(event.request);
  if (proposal instanceof Response) return proposal;
  return onceByKey(
    event.request,
    { what: "simulations", who: clientOf(event.getClientAddress()), body: proposal },
    () => askSimulator(SIMULATOR_URL, "/simulations", proposal),
  );
};
