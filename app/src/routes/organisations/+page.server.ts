import { organisationsQuery } from "#lib/index/organisations.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const { index } = await sources();
  return indexOrContract(
    () => index.ask(organisationsQuery, { first: 1000, skip: 0 }),
    // The contract keeps no list: it knows an organisation by its id only.
    async () => ({ organisations: null }),
  );
};
