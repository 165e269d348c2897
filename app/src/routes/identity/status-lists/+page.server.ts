import { cut, pageOf, window } from "#lib/ui/paging.ts";
import { statusListsQuery } from "#lib/index/status-lists.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const page = pageOf(url.searchParams);
  const [{ statusLists }, now] = await Promise.all([
    reading.index.ask(statusListsQuery, { ...window(page), where: {} }),
    reading.now,
  ]);
  return { page, ...cut(statusLists), now };
};
