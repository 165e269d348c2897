import { error } from "@sveltejs/kit";

import { contributionsCsv } from "#lib/features/treasury/contributions.ts";
import { readCall } from "#lib/features/treasury/read-treasury.ts";
import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";

import { csvResponse } from "../../../csv-response.ts";
import { idOf, treasurySources } from "../../../treasury-sources.ts";
import type { RequestHandler } from "./$types";

/** What each member owes and has paid on a call, for spreadsheets. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;
  const id = idOf(event.params.call);
  const read = id && (await readCall(await treasurySources(), id));
  if (!read) error(404, m.treasury_call_not_found(), { remedy: m.treasury_call_not_found_hint() });
  const { rows, call, currency } = read;
  const token = currency ?? { symbol: call.token.id, decimals: null };
  return csvResponse(contributionsCsv(rows, call, token), "contributions.csv");
};
