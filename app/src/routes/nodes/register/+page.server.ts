import { registrarsQuery } from "#lib/index/proposals.ts";
import { indexNeeded } from "#lib/server/index-needed.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { index, chain } = await sources();
  const [now, { organisations }] = await Promise.all([
    chainNow(chain),
    indexNeeded(() => index.ask(registrarsQuery, {})),
  ]);
  return { now, organisations, asked: url.searchParams.get("organisation")?.toLowerCase() ?? "" };
};
