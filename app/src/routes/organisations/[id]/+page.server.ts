import { error } from "@sveltejs/kit";

import { readOrganisationDids } from "#lib/chain/read-organisation-dids.ts";
import { readOrganisations } from "#lib/features/organisations/read-organisations.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";
import { readOrganisation } from "./read-organisation.ts";

export const load: PageServerLoad = async ({ params }) => {
  const id = /^0x[0-9a-f]{64}$/i.test(params.id)
    ? (params.id.toLowerCase() as `0x${string}`)
    : null;
  const reading = await pageReading();
  const [organisation, { organisations }, dids] = await Promise.all([
    id && readOrganisation(reading, id),
    readOrganisations(reading),
    readOrganisationDids(reading.chain, reading.addresses, id ? [id] : []),
  ]);
  if (!organisation) {
    error(404, m.organisations_not_found(), { remedy: m.organisations_not_found_hint() });
  }
  return { organisation, organisations, dids };
};
