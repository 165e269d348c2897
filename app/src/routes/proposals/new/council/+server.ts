import { isAddress } from "viem";

import { m } from "#lib/messages.ts";
import { readCouncil } from "#lib/flows/propose/read-council.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { outageOf } from "#lib/server/outage.ts";
import { problem } from "#lib/server/problem.ts";
import { sources } from "#lib/server/sources.ts";

import type { RequestHandler } from "./$types";

/** For the page: what a Council that shall be added says of itself. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const council = event.url.searchParams.get("council")?.toLowerCase() ?? "";
  if (!isAddress(council))
    return problem(400, m.propose_problem_address(), m.permissions_problem_address_remedy());
  try {
    const { chain } = await sources();
    return Response.json(await readCouncil(chain, council), {
      headers: { "cache-control": "no-store" },
    });
  } catch (cause) {
    if (outageOf(cause) === null) console.error("The Council cannot be read.", cause);
    return problem(503, m.governance_body_unknown(), m.ui_error_chain_remedy());
  }
};
