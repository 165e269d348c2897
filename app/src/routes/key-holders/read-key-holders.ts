import { authorityAbi } from "#generated/contracts/Authority.ts";
import { roles } from "#generated/roles.ts";
import { nameBodies, readBodies } from "#lib/chain/bodies.ts";
import type { PageSources } from "#lib/chain/events.ts";
import type { KeyHolders, MoneyOffice } from "#lib/chain/who.ts";
import { readHolders } from "#lib/features/proposals/read-holders.ts";
import { readRules } from "#lib/flows/propose/read-payments.ts";
import { readRegistrars } from "#lib/flows/register-node/read-registrars.ts";

/** Who holds which key in any body, the Assembly first, who administers organisations, and who deals with money. */
export async function readKeyHolders(sources: PageSources): Promise<KeyHolders> {
  const { chain, addresses } = sources;
  const bodies = await readBodies(chain, addresses);
  const [names, registrars, moneyOffices, mandates] = await Promise.all([
    nameBodies(chain, addresses, bodies),
    readRegistrars(sources),
    readMoneyOffices(sources),
    Promise.all(bodies.map(async (body) => readHolders(sources, body))),
  ]);
  const held = names.flatMap((body, i) => {
    const found = mandates[i];
    return found ? [{ body, ...found }] : [];
  });
  return {
    representatives: held.flatMap(({ body, representatives }) =>
      representatives.map(({ key, member: { account, code, class: memberClass } }) => ({
        key,
        member: { account, code },
        observer: memberClass === "observer",
        body,
      })),
    ),
    mandateKeys: held.flatMap(({ body, members }) =>
      members.flatMap(({ account, code, mandateKey: key }) =>
        key === null ? [] : [{ key, member: { account, code }, body }],
      ),
    ),
    administrators: registrars.flatMap(({ id, name, administrators }) =>
      administrators.map(({ account }) => ({ account, organisation: { id, name } })),
    ),
    moneyOffices,
  };
}

/** What the contracts say at present: few hold such an office, and nobody is shown one that was taken away. */
async function readMoneyOffices({
  chain,
  addresses,
}: PageSources): Promise<KeyHolders["moneyOffices"]> {
  const holdersOf = (role: bigint) =>
    chain.readContract({
      address: addresses.Authority,
      abi: authorityAbi,
      functionName: "roleMembers",
      args: [role],
    });
  const [finance, issuers, { arbiters }] = await Promise.all([
    holdersOf(roles.FINANCE),
    holdersOf(roles.MONEY_ISSUERS),
    readRules(chain, addresses.PaymentRules),
  ]);
  const offices: [MoneyOffice, readonly `0x${string}`[]][] = [
    ["finance", finance],
    ["issuer", issuers],
    ["arbiter", arbiters],
  ];
  return offices.flatMap(([office, accounts]) =>
    accounts.map((account) => ({ office, account: account.toLowerCase() as `0x${string}` })),
  );
}
