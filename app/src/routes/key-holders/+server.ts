import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { outageOf } from "#lib/server/outage.ts";
import { problem } from "#lib/server/problem.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { RequestHandler } from "./$types";
import { readKeyHolders } from "./read-key-holders.ts";

/** For the wallet: who stands behind which key. Everybody may read it on the pages of the members. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;
  try {
    return Response.json(await readKeyHolders(await pageReading()), {
      headers: { "cache-control": "no-store" },
    });
  } catch (cause) {
    if (outageOf(cause) === null) console.error("The holders of keys cannot be read.", cause);
    return problem(503, m.chain_wallet_development_unlabelled(), m.ui_error_chain_remedy());
  }
};
