import { readNodeFilter } from "#lib/features/nodes/node-filter.ts";
import { readNodes } from "#lib/features/nodes/read-nodes.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const filter = readNodeFilter(url.searchParams);
  return { filter, ...(await readNodes(reading, filter)), now: await reading.now };
};
