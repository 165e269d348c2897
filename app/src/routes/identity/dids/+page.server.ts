import { didWhere, readDidFilter } from "#lib/features/identity/did.ts";
import { cut, window } from "#lib/features/identity/paging.ts";
import { didsQuery } from "#lib/index/dids.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { index } = await pageReading();
  const filter = readDidFilter(url.searchParams);
  const { didDocuments } = await index.ask(didsQuery, {
    ...window(filter.page),
    where: didWhere(filter),
  });
  return { filter, ...cut(didDocuments) };
};
