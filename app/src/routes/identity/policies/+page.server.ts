import { readPolicies } from "#lib/features/identity/read-policies.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { chain, addresses } = await pageReading();
  return readPolicies(chain, addresses, url.searchParams.get("account") ?? "");
};
