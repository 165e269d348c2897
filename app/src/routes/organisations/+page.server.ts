import { readOrganisationDids } from "#lib/chain/read-organisation-dids.ts";
import { readOrganisations } from "#lib/features/organisations/read-organisations.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const reading = await pageReading();
  const read = await readOrganisations(reading);
  const ids = read.organisations.map(({ id }) => id);
  return { ...read, dids: await readOrganisationDids(reading.chain, reading.addresses, ids) };
};
