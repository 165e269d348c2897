import { endpoints } from "#lib/server/endpoints.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const [{ api }, reading] = await Promise.all([endpoints(), pageReading()]);
  return { api: api ?? null, now: await reading.now };
};
