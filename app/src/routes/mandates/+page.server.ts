import { error } from "@sveltejs/kit";

import { isSame, nameBodies, readBodies } from "#lib/chain/bodies.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { readMandates } from "#lib/features/mandates/read-mandates.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const contracts = await readBodies(reading.chain, reading.addresses);
  const asked = councilAsked(url.searchParams.get("body"), reading.addresses);
  const place = contracts.findIndex(({ Council }) => isSame(Council, asked));
  const registry = contracts[place]?.MemberRegistry;
  if (!registry) error(404, m.bodies_not_found(), { remedy: m.bodies_not_found_hint() });
  const [now, bodies, read] = await Promise.all([
    reading.now,
    nameBodies(reading.chain, reading.addresses, contracts),
    readMandates(reading, registry),
  ]);
  const body = bodies[place];
  if (!body) error(404, m.bodies_not_found(), { remedy: m.bodies_not_found_hint() });
  const code = url.searchParams.get("member");
  const chosen = read.members.find((member) => member.code === code) ?? null;
  if (code !== null && !chosen)
    error(404, m.members_not_found({ id: code }), { remedy: m.members_not_found_hint() });
  return { now, body, bodies, registry, council: asked, ...read, chosen };
};

/** Which body the address asks for: by its Council, by a word for those of the founding, and else the Assembly. */
function councilAsked(asked: string | null, addresses: Addresses): string {
  switch (asked) {
    case null:
    case "assembly":
      return addresses.Council;
    case "emergency":
      return addresses.EmergencyCouncil;
    case "operators":
      return addresses.OperatorsCommittee;
    default:
      return asked;
  }
}
