import { readProposals } from "#lib/features/proposals/read-proposals.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const reading = await pageReading();
  return { ...(await readProposals(reading)), now: await reading.now };
};
