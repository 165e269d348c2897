import { error, redirect } from "@sveltejs/kit";

import { isSame, memberPath, readBodies } from "#lib/chain/bodies.ts";
import { href } from "#lib/language.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import { readMemberPage } from "../../../../members/[id]/read-member-page.ts";
import type { PageServerLoad } from "./$types";

/** A member of any body; those of the Assembly have their page under an address of its own. */
export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const bodies = await readBodies(reading.chain, reading.addresses);
  const body = bodies.find(({ Council }) => isSame(Council, params.council));
  if (!body) error(404, m.bodies_not_found(), { remedy: m.bodies_not_found_hint() });
  if (isSame(body.Council, reading.addresses.Council))
    redirect(308, href(memberPath({ council: body.Council, isAssembly: true }, params.id)));
  const read = await readMemberPage(reading, body, params.id);
  if (!read) {
    error(404, m.members_not_found({ id: params.id }), {
      remedy: m.bodies_member_not_found_hint(),
    });
  }
  return read;
};
