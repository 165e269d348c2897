import { registrarsQuery } from "#lib/index/proposals.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const { index, chain } = await sources();
  const [now, { organisations }] = await Promise.all([
    chainNow(chain),
    index.ask(registrarsQuery, {}),
  ]);
  return { now, organisations };
};
