import { readBodies } from "#lib/chain/bodies.ts";
import { proposalsOf } from "#lib/features/proposals/read-proposals.ts";
import { readMembers } from "#lib/features/members/read-members.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const reading = await pageReading();
  const now = await reading.now;
  const bodies = await readBodies(reading.chain, reading.addresses);
  const listed = bodies.map(async (body) => {
    const [{ bodies: named, proposals }, { members }] = await Promise.all([
      proposalsOf(reading, [body]),
      readMembers(reading, body, now),
    ]);
    return {
      council: body.Council,
      name: named[0]?.name ?? body.Council,
      members: members.filter(({ status }) => status === "active").length,
      facts: proposals.map(({ proposal }) => proposal.facts),
    };
  });
  return { now, bodies: await Promise.all(listed) };
};
