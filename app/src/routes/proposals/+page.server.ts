import { foundingBodies, isSame } from "#lib/chain/bodies.ts";
import { otherCouncils, readCouncils } from "#lib/features/bodies/other-councils.ts";
import { mostFromContracts, readProposals } from "#lib/features/proposals/read-proposals.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const reading = await pageReading();
  const [read, councils, now] = await Promise.all([
    readProposals(reading),
    readCouncils(reading),
    reading.now,
  ]);
  const { addresses } = reading;
  // What another Council decides now stands in the list under its own name.
  const former = foundingBodies(addresses).flatMap((body) => {
    const others = otherCouncils(councils, body).filter(({ present }) => !present);
    const name = read.bodies.find(({ address }) => isSame(address, body.Council))?.name;
    return others.length > 0 && name !== undefined ? [{ body: name, councils: others }] : [];
  });
  return { ...read, most: mostFromContracts, former, now };
};
