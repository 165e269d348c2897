import { error } from "@sveltejs/kit";

import { readAccounts, readAllowance } from "#lib/features/accounts/read-accounts.ts";
import { readOrganisations } from "#lib/features/organisations/read-organisations.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import { readOrganisation } from "../organisations/[id]/read-organisation.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const asked = url.searchParams.get("organisation")?.toLowerCase() ?? "";
  if (asked !== "" && !/^0x[0-9a-f]{64}$/.test(asked)) notThere();
  const id = asked as `0x${string}`;
  const [{ organisations }, chosen, now] = await Promise.all([
    readOrganisations(reading),
    asked === "" ? null : readChosen(),
    reading.now,
  ]);
  return {
    now,
    organisations: organisations.map((entry) => ({
      id: entry.id,
      name: entry.name,
      status: entry.status,
    })),
    chosen,
  };

  async function readChosen() {
    const [organisation, accounts, allowance] = await Promise.all([
      readOrganisation(reading, id),
      readAccounts(reading, id),
      readAllowance(reading.chain, reading.addresses, id),
    ]);
    if (!organisation) notThere();
    return {
      organisation: {
        id: organisation.id,
        name: organisation.name,
        status: organisation.status,
        administrators: organisation.administrators
          .filter(({ removedAt }) => removedAt === null)
          .map(({ account }) => account),
      },
      accounts,
      allowance,
    };
  }
};

function notThere(): never {
  error(404, m.organisations_not_found(), { remedy: m.organisations_not_found_hint() });
}
