import { issuerTrees } from "#lib/features/identity/issuer-tree.ts";
import { readTypeNames } from "#lib/chain/read-type-names.ts";
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
  const told = await readTypeNames(
    index,
    [...rootTaos, ...issuerAttributes].flatMap(({ scope }) => scope),
    rootTaos.flatMap(({ changedIn }) =>
      changedIn.executedProposals.map(({ description }) => description),
    ),
  );
  return { roots: rootTaos, trees: issuerTrees(rootTaos, issuerAttributes), told };
};
