import { error } from "@sveltejs/kit";

import { entriesCsv } from "#lib/features/treasury/entries.ts";
import { readLine } from "#lib/features/treasury/read-treasury.ts";
import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";

import { csvResponse } from "../../csv-response.ts";
import { idOf, treasurySources } from "../../treasury-sources.ts";
import type { RequestHandler } from "./$types";

/** What was paid from a line, for spreadsheets. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;
  const id = idOf(event.params.line);
  const read = id && (await readLine(await treasurySources(), id));
  if (!read) error(404, m.treasury_line_not_found(), { remedy: m.treasury_line_not_found_hint() });
  const { entries, line, currency } = read;
  const token = currency ?? { symbol: line.token.id, decimals: null };
  return csvResponse(entriesCsv(entries, line.name, token), "budget-line.csv");
};
