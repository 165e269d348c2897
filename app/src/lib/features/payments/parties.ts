import { roles } from "#generated/roles.ts";
import { foundingBodies, isSame, memberPath, nameBodies } from "#lib/chain/bodies.ts";
import type { ContractReader } from "#lib/chain/contract-views.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { officesOfAccountsQuery, organisationsOfAccountsQuery } from "#lib/index/accounts.ts";
import type { Index } from "#lib/index/client.ts";
import { m } from "#lib/messages.ts";
import { countryName, shortened } from "#lib/ui/format.ts";

type Hex = `0x${string}`;

/** What our registers call accounts that payments name, by address in small letters; others are called by their address. */
export type PartyNames = Readonly<Record<Hex, { name: string; path: string | null }>>;

/** The accounts are asked for at once, and no more of them. */
const mostAsked = 1000;

export interface PartySources {
  index: Index;
  chain: ContractReader;
  addresses: Addresses;
  /** The chain's clock. */
  now: number | Promise<number>;
}

/**
 * Names of accounts: of our contracts, of bodies, of the organisations that accounts belong to, of the members of the Assembly for which
 * they act, and of the office to pay out of the treasury. What is more of its own comes before the more general.
 */
export async function readParties(
  { index, chain, addresses, now }: PartySources,
  accounts: readonly (Hex | null)[],
): Promise<PartyNames> {
  const asked = distinct(accounts.filter((account) => account !== null));
  const bodies = foundingBodies(addresses).filter(({ Council }) =>
    asked.some((account) => isSame(account, Council)),
  );
  const [offices, organisations, named] = await Promise.all([
    namesOfOffices(index, addresses, asked, await now),
    namesOfOrganisations(index, asked),
    nameBodies(chain, addresses, bodies),
  ]);
  return {
    ...offices.finance,
    ...organisations,
    ...offices.members,
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
  const asked = distinct(accounts);
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

/** Names of the offices of accounts: for members of the Assembly, and of those who pay out of the treasury. */
async function namesOfOffices(
  index: Index,
  addresses: Addresses,
  asked: Hex[],
  now: number,
): Promise<{ finance: PartyNames; members: PartyNames }> {
  if (asked.length === 0) return { finance: {}, members: {} };
  const { representatives, mandates, officers } = await index.ask(officesOfAccountsQuery, {
    accounts: asked,
    registry: addresses.MemberRegistry.toLowerCase(),
    finance: roles.FINANCE.toString(),
    now: String(now),
  });
  const assembly = { council: addresses.Council.toLowerCase() as Hex, isAssembly: true };
  const office = (key: Hex, code: string, word: (inputs: { member: string }) => string) =>
    [key, { name: word({ member: countryName(code) }), path: memberPath(assembly, code) }] as const;
  return {
    finance: Object.fromEntries(
      officers.map(({ account }) => [account, { name: m.treasury_officer(), path: null }]),
    ),
    members: Object.fromEntries([
      ...mandates.flatMap(({ mandateKey, code }) =>
        mandateKey === null ? [] : [office(mandateKey, code, m.chain_who_mandate)],
      ),
      ...representatives.map(({ key, member: { code } }) =>
        office(key, code, m.chain_who_representative),
      ),
    ]),
  };
}

const distinct = (accounts: readonly Hex[]): Hex[] => [...new Set(accounts)].slice(0, mostAsked);

/** What an account is called in a sentence. */
export function partyName(names: PartyNames, account: Hex): string {
  return names[account]?.name ?? shortened(account);
}
