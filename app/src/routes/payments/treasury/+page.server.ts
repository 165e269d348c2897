import { readParties } from "#lib/features/payments/parties.ts";
import { waitingOf } from "#lib/features/treasury/budget-line.ts";
import { readTreasury } from "#lib/features/treasury/read-treasury.ts";

import type { PageServerLoad } from "./$types";
import { treasurySources } from "./treasury-sources.ts";

export const load: PageServerLoad = async () => {
  const reading = await treasurySources();
  const { now } = reading;
  const read = await readTreasury(reading);
  const { lines, officers, payments, streams } = read;
  const names = await readParties(reading, [
    ...officers.map(({ account }) => account),
    ...lines.flatMap((line) => waitingOf(line, now).map(({ proposer }) => proposer)),
    ...[...payments, ...streams].map(({ payee }) => payee),
  ]);
  return { ...read, names, now };
};
