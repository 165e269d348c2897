import { SIMULATOR_URL } from "$app/env/private";

import { tooManySimulations } from "#lib/server/limits.ts";
import { askSimulator, proposalIn } from "#lib/server/simulator.ts";

import type { RequestHandler } from "./$types";

/** Takes a proposal of anybody to be tried on a copy of the chain. */
export const POST: RequestHandler = async (event) => {
  const refused = tooManySimulations(event);
  if (refused) return refused;

  const proposal = await proposalIn(event.request);
  return proposal instanceof Response
    ? proposal
    : askSimulator(SIMULATOR_URL, "/simulations", proposal);
};
