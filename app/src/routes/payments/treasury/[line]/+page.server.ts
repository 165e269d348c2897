import { error } from "@sveltejs/kit";

import { readParties } from "#lib/features/payments/parties.ts";
import { waitingOf } from "#lib/features/treasury/budget-line.ts";
import { readLine } from "#lib/features/treasury/read-treasury.ts";
import { readSpendable } from "#lib/flows/spend-budget/read-spendable.ts";
import { m } from "#lib/messages.ts";

import { idOf, treasurySources } from "../treasury-sources.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await treasurySources();
  const id = idOf(params.line);
  const read = id && (await readLine(reading, id));
  if (!read) error(404, m.treasury_line_not_found(), { remedy: m.treasury_line_not_found_hint() });
  const { index, addresses, now } = reading;
  const [spendable, names] = await Promise.all([
    readSpendable(index, addresses, read.line.token.id, now),
    readParties(reading, [
      ...read.entries.flatMap(({ payee, proposer, actor }) => [payee, proposer, actor]),
      ...waitingOf(read.line, now).map(({ proposer }) => proposer),
    ]),
  ]);
  return { ...read, spendable, names };
};
