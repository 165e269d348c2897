import { readOrganisationDids } from "#lib/chain/read-organisation-dids.ts";
import { readNodeFilter } from "#lib/features/nodes/node-filter.ts";
import { readNodes } from "#lib/features/nodes/read-nodes.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const filter = readNodeFilter(url.searchParams);
  const read = await readNodes(reading, filter);
  const operators = read.nodes.map(({ organisation }) => organisation.id);
  return {
    filter,
    ...read,
    dids: await readOrganisationDids(reading.chain, reading.addresses, operators),
    now: await reading.now,
  };
};
