import { issuerTrees } from "#lib/features/identity/issuer-tree.ts";
import { accreditationsQuery, rootTaosQuery } from "#lib/index/issuers.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

/** Accreditations that a page shows: a picture of more would tell nobody anything. */
const most = 1000;

export const load: PageServerLoad = async () => {
  const { index } = await pageReading();
  const [{ rootTaos }, { issuerAttributes }] = await Promise.all([
    index.ask(rootTaosQuery, {}),
    index.ask(accreditationsQuery, { first: most, skip: 0, where: {} }),
  ]);
  return { roots: rootTaos, trees: issuerTrees(rootTaos, issuerAttributes) };
};
