import { electorate, readMembers } from "#lib/features/members/read-members.ts";
import { readProposals } from "#lib/features/proposals/read-proposals.ts";
import { validatorsFromContract } from "#lib/chain/contract-views.ts";
import { validatorsQuery } from "#lib/index/nodes.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const { index, chain, deployment } = await sources();
  const { addresses } = deployment;
  const now = await chainNow(chain);
  const [decisions, members, network] = await Promise.all([
    readProposals({ index, chain, addresses }),
    readMembers({ index, chain, addresses }, now),
    indexOrContract(
      async () => {
        const { validators, nodes } = await index.ask(validatorsQuery, {});
        return { validators, activeNodes: nodes.length };
      },
      async () => ({
        validators: (await validatorsFromContract(chain, addresses)).map((id) => ({
          id,
          node: null,
        })),
        activeNodes: null,
      }),
    ),
  ]);
  return { now, decisions, electorate: electorate(members.members), network };
};
