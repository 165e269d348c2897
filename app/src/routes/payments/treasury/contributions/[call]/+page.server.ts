import { error } from "@sveltejs/kit";

import { readCall } from "#lib/features/treasury/read-treasury.ts";
import { m } from "#lib/messages.ts";

import { idOf, treasurySources } from "../../treasury-sources.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const id = idOf(params.call);
  const read = id && (await readCall(await treasurySources(), id));
  if (!read) error(404, m.treasury_call_not_found(), { remedy: m.treasury_call_not_found_hint() });
  return read;
};
