import { foundingBodies, isSame, nameBodies } from "#lib/chain/bodies.ts";
import type { PageSources } from "#lib/chain/events.ts";
import { organisationsOfAccountsQuery } from "#lib/index/accounts.ts";
import type { Index } from "#lib/index/client.ts";
import { m } from "#lib/messages.ts";
import { shortened } from "#lib/ui/format.ts";

type Hex = `0x${string}`;

/** What our registers call accounts that payments name, by address in small letters; others are called by their address. */
export type PartyNames = Readonly<Record<Hex, { name: string; path: string | null }>>;

/** The accounts are asked for at once, and no more of them. */
const mostAsked = 1000;

/** Names of accounts: of our contracts, of bodies, and of the organisations that accounts belong to. */
export async function readParties(
  { index, chain, addresses }: PageSources,
  accounts: readonly (Hex | null)[],
): Promise<PartyNames> {
  const asked = accounts.filter((account) => account !== null);
  const bodies = foundingBodies(addresses).filter(({ Council }) =>
    asked.some((account) => isSame(account, Council)),
  );
  const [organisations, named] = await Promise.all([
    namesOfOrganisations(index, asked),
    nameBodies(chain, addresses, bodies),
  ]);
  return {
    ...organisations,
    ...Object.fromEntries(
      named.map(({ council, name }) => [
        council.toLowerCase(),
        { name, path: `/bodies/${council}` },
      ]),
    ),
    [addresses.Treasury.toLowerCase()]: {
      name: m.budgets_contract_treasury(),
      path: "/payments/treasury",
    },
  };
}

/** Names of the organisations that accounts belong to, or that they administer. */
export async function namesOfOrganisations(
  index: Index,
  accounts: readonly Hex[],
): Promise<PartyNames> {
  const asked = [...new Set(accounts)].slice(0, mostAsked);
  if (asked.length === 0) return {};
  const found = await index.ask(organisationsOfAccountsQuery, { accounts: asked });
  return Object.fromEntries(
    [
      ...found.administrators.map(({ account, organisation }) => ({ account, organisation })),
      ...found.accounts.map(({ id, organisation }) => ({ account: id, organisation })),
    ].map(({ account, organisation: { id, name } }) => [
      account,
      { name, path: `/organisations/${id}` },
    ]),
  );
}

/** What an account is called in a sentence. */
export function partyName(names: PartyNames, account: Hex): string {
  return names[account]?.name ?? shortened(account);
}
