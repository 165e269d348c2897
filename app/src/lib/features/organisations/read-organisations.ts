import type { PageSources } from "#lib/chain/events.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";
import { organisationsQuery, type OrganisationSummary } from "#lib/index/organisations.ts";

/** All organisations, or as many as one list holds. */
export async function readOrganisations(
  sources: PageSources,
): Promise<{ source: Source; organisations: OrganisationSummary[] }> {
  return indexOrContract(
    () => sources.index.ask(organisationsQuery, { first: 1000, skip: 0 }),
    async () => {
      const { organisations } = await readRegisters(sources.chain, sources.addresses);
      return { organisations };
    },
    sources.isLate,
  );
}
