import { readRegistrars } from "#lib/flows/register-node/read-registrars.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  return {
    organisations: await readRegistrars(reading),
    now: await reading.now,
    asked: url.searchParams.get("organisation")?.toLowerCase() ?? "",
  };
};
