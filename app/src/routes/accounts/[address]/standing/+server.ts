import { readStanding } from "#lib/features/accounts/read-accounts.ts";
import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { outageOf } from "#lib/server/outage.ts";
import { problem } from "#lib/server/problem.ts";
import { sources } from "#lib/server/sources.ts";

import type { RequestHandler } from "./$types";

/** For the page: whether an account is registered, and the nonce that its consent must carry. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const address = event.params.address.toLowerCase();
  if (!/^0x[0-9a-f]{40}$/.test(address))
    return problem(400, m.propose_problem_address(), m.permissions_problem_address_remedy());
  try {
    const { chain, deployment } = await sources();
    const { registered, nonce } = await readStanding(
      chain,
      deployment.addresses,
      address as `0x${string}`,
    );
    return Response.json(
      { registered, nonce: String(nonce) },
      { headers: { "cache-control": "no-store" } },
    );
  } catch (cause) {
    if (outageOf(cause) === null) console.error("The register of accounts cannot be read.", cause);
    return problem(503, m.chain_health_chain_title(), m.ui_error_chain_remedy());
  }
};
