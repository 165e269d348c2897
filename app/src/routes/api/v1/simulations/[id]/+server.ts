import { SIMULATOR_URL } from "$app/env/private";

import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { problem } from "#lib/server/problem.ts";
import { askSimulator } from "#lib/server/simulator.ts";

import type { RequestHandler } from "./$types";

/** Where a simulation stands, and what came of it. */
export const GET: RequestHandler = (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const { id } = event.params;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    return problem(400, m.simulation_id(), m.simulation_id_remedy());
  return askSimulator(SIMULATOR_URL, `/simulations/${id}`);
};
