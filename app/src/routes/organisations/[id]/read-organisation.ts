import type { EventReader, PageSources } from "#lib/chain/events.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { readDecisionsOn } from "#lib/features/proposals/decisions-on.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { type OrganisationDetail, organisationQuery } from "#lib/index/organisations.ts";

type Hex = `0x${string}`;

/** An organisation with its nodes, administrators and history; null when the register does not have it. */
export async function readOrganisation(
  sources: PageSources,
  id: Hex,
): Promise<OrganisationDetail | null> {
  const { organisation } = await indexOrContract(
    () => sources.index.ask(organisationQuery, { id }),
    async () => ({
      organisation: await organisationFromEvents(sources.chain, sources.addresses, id),
    }),
    sources.isLate,
  );
  return organisation;
}

async function organisationFromEvents(
  chain: EventReader,
  addresses: Addresses,
  id: Hex,
): Promise<OrganisationDetail | null> {
  const { organisations } = await readRegisters(chain, addresses, (entry) => entry.id === id);
  const [organisation] = organisations;
  if (!organisation) return null;
  const { executedIn } = await readDecisionsOn(
    chain,
    addresses,
    id,
    organisation.statusHistory.map(({ transaction }) => transaction.id),
  );
  return {
    ...organisation,
    statusHistory: organisation.statusHistory.map((change) => ({
      ...change,
      transaction: {
        id: change.transaction.id,
        executedProposals: executedIn(change.transaction.id),
      },
    })),
  };
}
