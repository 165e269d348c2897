import type { PageSources } from "#lib/chain/events.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { type Registrar, registrarsQuery } from "#lib/index/proposals.ts";

/** Organisations that are not retired, by name, with those who may register nodes for them. */
export async function readRegistrars(sources: PageSources): Promise<Registrar[]> {
  const { organisations } = await indexOrContract(
    () => sources.index.ask(registrarsQuery, {}),
    async () => {
      const registers = await readRegisters(sources.chain, sources.addresses);
      return {
        organisations: registers.organisations
          .filter(({ status }) => status !== "retired")
          .map(({ id, name, status, administrators }): Registrar => ({
            id,
            name,
            status,
            administrators: administrators.filter(({ removedAt }) => removedAt === null),
          }))
          .sort(byName),
      };
    },
    sources.isLate,
  );
  return organisations;
}

/** The order in which the index sorts texts. */
function byName(a: Registrar, b: Registrar): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
