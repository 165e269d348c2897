import { RELAYER_URL } from "$app/env/private";

import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { problem } from "#lib/server/problem.ts";
import { askRelayer } from "#lib/server/relayer.ts";

import type { RequestHandler } from "./$types";

/** What became of a ballot, and the ballot itself with its receipt. */
export const GET: RequestHandler = (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const { id } = event.params;
  if (!/^0x[0-9a-f]{64}$/i.test(id)) return problem(400, m.relayer_id(), m.relayer_id_remedy());
  return askRelayer(RELAYER_URL, `/ballots/${id}`);
};
