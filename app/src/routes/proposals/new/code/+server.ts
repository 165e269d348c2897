import { isAddress } from "viem";

import { readUpgrade } from "#lib/chain/upgrade.ts";
import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { outageOf } from "#lib/server/outage.ts";
import { problem } from "#lib/server/problem.ts";
import { sources } from "#lib/server/sources.ts";

import type { RequestHandler } from "./$types";

/** For the page: which code a register runs, and which is at an address. The browser may not read storage of the chain itself. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const given = (name: string) => event.url.searchParams.get(name)?.toLowerCase() ?? "";
  const [register, implementation] = [given("register"), given("implementation")];
  if (!isAddress(register) || !isAddress(implementation))
    return problem(400, m.propose_problem_address(), m.permissions_problem_address_remedy());
  try {
    const { chain } = await sources();
    return Response.json(await readUpgrade(chain, register, implementation), {
      headers: { "cache-control": "no-store" },
    });
  } catch (cause) {
    if (outageOf(cause) === null) console.error("The code cannot be read.", cause);
    return problem(503, m.proposal_upgrade_unknown(), m.ui_error_chain_remedy());
  }
};
