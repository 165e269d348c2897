import { error } from "@sveltejs/kit";

import { readParties } from "#lib/features/payments/parties.ts";
import { readCall } from "#lib/features/treasury/read-treasury.ts";
import { m } from "#lib/messages.ts";

import { idOf, treasurySources } from "../../treasury-sources.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await treasurySources();
  const id = idOf(params.call);
  const read = id && (await readCall(reading, id));
  if (!read) error(404, m.treasury_call_not_found(), { remedy: m.treasury_call_not_found_hint() });
  const names = await readParties(
    reading,
    read.made.map(({ payer }) => payer),
  );
  return { ...read, names };
};
