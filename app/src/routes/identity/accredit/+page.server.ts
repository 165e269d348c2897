import { partyName } from "#lib/features/identity/identity-words.ts";
import { issuerTrees, branchRows } from "#lib/features/identity/issuer-tree.ts";
import { readTypeNames } from "#lib/chain/read-type-names.ts";
import { accreditationsQuery, rootTaosQuery } from "#lib/index/issuers.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

/** Accreditations that are read; those nearest to a root come first. */
const most = 1_000;

export const load: PageServerLoad = async ({ url }) => {
  const { index } = await pageReading();
  const [{ rootTaos }, { issuerAttributes }] = await Promise.all([
    index.ask(rootTaosQuery, {}),
    index.ask(accreditationsQuery, { first: most, skip: 0, where: {} }),
  ]);
  const accreditors = branchRows(issuerTrees(rootTaos, issuerAttributes)).flatMap(
    ({ accreditation, standing }) =>
      standing === "counts" && accreditation.reservedType !== "ti"
        ? [
            {
              id: accreditation.id,
              did: accreditation.issuer.did,
              name: partyName(accreditation.issuer),
              scope: accreditation.scope,
            },
          ]
        : [],
  );
  const told = await readTypeNames(
    index,
    accreditors.flatMap(({ scope }) => scope),
  );
  return { accreditors, told, asked: url.searchParams.get("by") ?? "" };
};
