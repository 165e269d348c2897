import { error } from "@sveltejs/kit";
import { getAddress, type Hex, isAddress } from "viem";

import { ethrDid, resolveEthr } from "#lib/features/identity/ethr.ts";
import { readEthrEvents } from "#lib/features/identity/read-ethr.ts";
import { m } from "#lib/messages.ts";
import { pageReading, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

/** Steps of the history that a page shows. */
const historyLength = 100;

export const load: PageServerLoad = async ({ params }) => {
  if (!isAddress(params.address, { strict: false }))
    error(404, m.ethr_not_found(), { remedy: m.ethr_not_found_hint() });
  const [reading, { deployment }] = await Promise.all([pageReading(), sources()]);
  const address = getAddress(params.address);
  const identity = address.toLowerCase() as Hex;
  const [said, now] = await Promise.all([
    readEthrEvents(reading.chain, reading.addresses, identity),
    reading.now,
  ]);
  return {
    address,
    did: ethrDid(deployment.chainId, address),
    identity: resolveEthr(identity, said, now),
    changes: said.length,
    history: said.toReversed().slice(0, historyLength),
  };
};
