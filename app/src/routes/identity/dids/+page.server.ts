import { readDidFilter } from "#lib/features/identity/did.ts";
import { readDids } from "#lib/features/identity/read-dids.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const filter = readDidFilter(url.searchParams);
  return { filter, ...(await readDids(await pageReading(), filter)) };
};
