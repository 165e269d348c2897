import { error } from "@sveltejs/kit";

import {
  mandateBodies,
  parseMandateBody,
  readBodyNames,
  readMandates,
} from "#lib/features/mandates/read-mandates.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const body = parseMandateBody(url.searchParams.get("body"));
  const { [mandateBodies[body].registry]: registry, [mandateBodies[body].council]: council } =
    reading.addresses;
  const [now, bodies, read] = await Promise.all([
    reading.now,
    readBodyNames(reading, reading.addresses),
    readMandates(reading, registry),
  ]);
  const code = url.searchParams.get("member");
  const chosen = read.members.find((member) => member.code === code) ?? null;
  if (code !== null && !chosen)
    error(404, m.members_not_found({ id: code }), { remedy: m.members_not_found_hint() });
  return { now, body, bodies, registry, council, ...read, chosen };
};
