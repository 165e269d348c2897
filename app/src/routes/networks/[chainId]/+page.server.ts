import { readNetworkDetail } from "#lib/features/networks/read-networks.ts";
import { livenessMap, readSpan } from "#lib/features/nodes/liveness.ts";
import { readDrift } from "#lib/features/nodes/read-drift.ts";
import { readLiveness } from "#lib/features/nodes/read-liveness.ts";
import { askEnforcers } from "#lib/server/enforcers.ts";
import { endpoints } from "#lib/server/endpoints.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";
import { noSuchNetwork, readChainId } from "./chain-id.ts";

export const load: PageServerLoad = async ({ params, url }) => {
  const chainId = readChainId(params.chainId) ?? noSuchNetwork();
  const [reading, current] = await Promise.all([pageReading(), endpoints()]);
  const isThisChain = chainId === current.chainId;
  const detail = await readNetworkDetail(reading, chainId, isThisChain);
  if (!detail.network && !isThisChain) noSuchNetwork();

  const now = await reading.now;
  const span = readSpan(url.searchParams);
  if (!isThisChain) {
    return { ...detail, chainId, isThisChain, now, span, drift: [], liveness: null, enforcers: [] };
  }
  const [drift, activities, enforcers] = await Promise.all([
    readDrift(reading, chainId),
    readLiveness(reading.index, span, now),
    askEnforcers(current.enforcers),
  ]);
  const ids = detail.nodes.map(({ id }) => id);
  return {
    ...detail,
    chainId,
    isThisChain,
    now,
    span,
    drift,
    liveness: activities && livenessMap(activities, ids, span, now),
    enforcers,
  };
};
