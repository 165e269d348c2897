import { error } from "@sveltejs/kit";

import { assemblyOf } from "#lib/chain/bodies.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";
import { readMemberPage } from "./read-member-page.ts";

/** A member of the Assembly. */
export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const read = await readMemberPage(reading, assemblyOf(reading.addresses), params.id);
  if (!read) {
    error(404, m.members_not_found({ id: params.id }), { remedy: m.members_not_found_hint() });
  }
  return read;
};
