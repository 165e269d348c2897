import { readNetworks } from "#lib/features/networks/read-networks.ts";
import { readDrift } from "#lib/features/nodes/read-drift.ts";
import { endpoints } from "#lib/server/endpoints.ts";
import { pageReading } from "#lib/server/sources.ts";

import { noSuchNetwork, readChainId } from "../chain-id.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const chainId = readChainId(params.chainId);
  // Nodes of other networks report on their own chain.
  if (chainId !== (await endpoints()).chainId) noSuchNetwork();
  const reading = await pageReading();
  const [drift, { networks }] = await Promise.all([
    readDrift(reading, chainId),
    readNetworks(reading),
  ]);
  const name = networks.find((network) => network.chainId === chainId)?.name ?? null;
  return { chainId, name, drift, now: await reading.now };
};
