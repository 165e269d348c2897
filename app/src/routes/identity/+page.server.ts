import { identityCountsQuery } from "#lib/index/identity.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const reading = await pageReading();
  const [counts, now] = await Promise.all([
    reading.index.ask(identityCountsQuery, {}),
    reading.now,
  ]);
  return {
    counts: {
      dids: counts.dids.length,
      issuers: counts.issuers.length,
      schemas: counts.schemas.length,
      lists: counts.lists.length,
      hashes: counts.hashes.length,
      policies: counts.policies.length,
      addresses: counts.addresses.length,
    },
    stale: counts.lists.filter(({ currentUntil }) => currentUntil !== null && now > currentUntil)
      .length,
  };
};
