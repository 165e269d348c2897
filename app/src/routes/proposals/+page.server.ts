import { readProposals } from "#lib/features/proposals/read-proposals.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const { index, chain, deployment } = await sources();
  const [now, read] = await Promise.all([
    chainNow(chain),
    readProposals({ index, chain, addresses: deployment.addresses }),
  ]);
  return { now, ...read };
};
