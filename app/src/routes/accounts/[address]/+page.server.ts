import { error } from "@sveltejs/kit";

import { readAccount, readAllowance, readStanding } from "#lib/features/accounts/read-accounts.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import { readOrganisation } from "../../organisations/[id]/read-organisation.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const address = params.address.toLowerCase();
  if (!/^0x[0-9a-f]{40}$/.test(address))
    error(404, m.accounts_not_found(), { remedy: m.accounts_not_found_hint() });
  const id = address as `0x${string}`;
  const reading = await pageReading();
  const [account, standing] = await Promise.all([
    readAccount(reading, id),
    readStanding(reading.chain, reading.addresses, id),
  ]);
  const belongs = account?.organisation.id ?? standing.organisation;
  const [organisation, allowance] = belongs
    ? await Promise.all([
        readOrganisation(reading, belongs),
        readAllowance(reading.chain, reading.addresses, belongs),
      ])
    : [null, null];
  return {
    id,
    account,
    standing,
    organisation: organisation && {
      id: organisation.id,
      name: organisation.name,
      status: organisation.status,
      administrators: organisation.administrators
        .filter(({ removedAt }) => removedAt === null)
        .map((administrator) => administrator.account),
    },
    allowance,
  };
};
