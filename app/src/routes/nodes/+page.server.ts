import { validatorsFromContract } from "#lib/chain/contract-views.ts";
import { nodeWhere, pageSize, readNodeFilter } from "#lib/features/nodes/node-filter.ts";
import { nodeCountsQuery, nodesQuery } from "#lib/index/nodes.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { index, chain, deployment } = await sources();
  const filter = readNodeFilter(url.searchParams);
  const read = await indexOrContract(
    async () => {
      // One more than a page has tells whether there is another page.
      const variables = {
        first: pageSize + 1,
        skip: (filter.page - 1) * pageSize,
        where: nodeWhere(filter),
      };
      const [{ nodes }, counts] = await Promise.all([
        index.ask(nodesQuery, variables),
        index.ask(nodeCountsQuery, {}),
      ]);
      return {
        nodes: nodes.slice(0, pageSize),
        more: nodes.length > pageSize,
        counts: {
          pending: counts.pending.length,
          active: counts.active.length,
          suspended: counts.suspended.length,
          retired: counts.retired.length,
        },
      };
    },
    async () => ({ validators: await validatorsFromContract(chain, deployment.addresses) }),
  );
  return { now: await chainNow(chain), filter, ...read };
};
