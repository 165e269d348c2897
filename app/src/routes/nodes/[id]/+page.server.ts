import { error } from "@sveltejs/kit";

import { nodeFromContract } from "#lib/chain/contract-views.ts";
import { activeSeconds } from "#lib/features/nodes/active-time.ts";
import { decisionsUnderWay, nodeHistory } from "#lib/features/nodes/node-history.ts";
import { readDescription } from "#lib/features/proposals/description.ts";
import { nodeQuery } from "#lib/index/nodes.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { m } from "#lib/messages.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

const titleOf = (description: string) => readDescription(description).title;

export const load: PageServerLoad = async ({ params }) => {
  const { index, chain, deployment } = await sources();
  const id = /^0x[0-9a-f]{64}$/i.test(params.id)
    ? (params.id.toLowerCase() as `0x${string}`)
    : null;
  const [now, read] = await Promise.all([
    chainNow(chain),
    id &&
      indexOrContract(
        () => index.ask(nodeQuery, { id }),
        async () => ({ node: await nodeFromContract(chain, deployment.addresses, id) }),
      ),
  ]);
  if (!read?.node) error(404, m.nodes_not_found(), { remedy: m.nodes_not_found_hint() });

  const common = { now, node: read.node, activeSeconds: activeSeconds(read.node, now) };
  if (read.source === "contracts") return { ...common, known: null };
  const { address, registeredAt, registeredBy, registeredIn, validator } = read.node;
  return {
    ...common,
    known: {
      address,
      registeredAt,
      registeredBy,
      registeredIn,
      inValidatorSet: validator?.inSet ?? false,
      history: nodeHistory(read.node, titleOf, now),
      underWay: decisionsUnderWay(read.node, titleOf, now),
    },
  };
};
