import { isSame, readBodies } from "#lib/chain/bodies.ts";
import { otherCouncils, readCouncils } from "#lib/features/bodies/other-councils.ts";
import { proposalsOf } from "#lib/features/proposals/read-proposals.ts";
import { readMembers } from "#lib/features/members/read-members.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";
import { readShownVetoes } from "./read-vetoes-shown.ts";

export const load: PageServerLoad = async () => {
  const reading = await pageReading();
  const now = await reading.now;
  const councils = readCouncils(reading);
  const bodies = await readBodies(reading.chain, reading.addresses);
  const listed = bodies.map(async (body) => {
    const [{ bodies: named, proposals, cut }, { members }] = await Promise.all([
      proposalsOf(reading, [body]),
      readMembers(reading, body, now),
    ]);
    return {
      council: body.Council,
      others: otherCouncils(await councils, body),
      isCut: cut.length > 0,
      name: named[0]?.name ?? body.Council,
      isAssembly: isSame(body.Council, reading.addresses.Council),
      read: proposals,
      members: members.filter(({ status }) => status === "active").length,
      facts: proposals.map(({ proposal }) => proposal.facts),
    };
  });
  const found = await Promise.all(listed);
  const vetoes = await readShownVetoes(
    reading,
    found.flatMap(({ read }) => read),
  );
  return { now, vetoes, bodies: found.map(({ read: _read, ...body }) => body) };
};
