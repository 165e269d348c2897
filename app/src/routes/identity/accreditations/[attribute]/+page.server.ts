import { error } from "@sveltejs/kit";

import { readTypeNames, textOfBody } from "#lib/chain/read-type-names.ts";
import { issuerAttributeQuery } from "#lib/index/issuers.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const id = params.attribute.toLowerCase();
  if (!/^0x[0-9a-f]{64}$/.test(id)) notFound();
  const [{ issuerAttribute }, now] = await Promise.all([
    reading.index.ask(issuerAttributeQuery, { id }),
    reading.now,
  ]);
  if (issuerAttribute === null) notFound();
  const { scope, committedScope, revisions } = issuerAttribute;
  const told = await readTypeNames(
    reading.index,
    [...scope, ...committedScope],
    revisions.map(({ body }) => textOfBody(body)),
  );
  return { accreditation: issuerAttribute, told, now };

  function notFound(): never {
    error(404, m.accredit_not_found(), { remedy: m.accredit_not_found_hint() });
  }
};
