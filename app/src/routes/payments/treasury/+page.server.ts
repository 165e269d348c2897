import { readTreasury } from "#lib/features/treasury/read-treasury.ts";

import type { PageServerLoad } from "./$types";
import { treasurySources } from "./treasury-sources.ts";

export const load: PageServerLoad = async () => {
  const reading = await treasurySources();
  return { ...(await readTreasury(reading)), now: reading.now };
};
