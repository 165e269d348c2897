import { electorate, readMembers } from "#lib/features/members/read-members.ts";
import { readProposals } from "#lib/features/proposals/read-proposals.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";
import { readNetwork } from "./read-network.ts";

export const load: PageServerLoad = async () => {
  const reading = await pageReading();
  const [decisions, members, network] = await Promise.all([
    readProposals(reading),
    reading.now.then((now) => readMembers(reading, reading.addresses, now)),
    readNetwork(reading),
  ]);
  return { now: await reading.now, decisions, electorate: electorate(members.members), network };
};
