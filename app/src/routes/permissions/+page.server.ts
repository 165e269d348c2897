import { transactionRefusal } from "#lib/chain/permission.ts";
import { checkProblemWords } from "#lib/features/permissions/check-words.ts";
import { filterRoles, functionName, roleTitle } from "#lib/features/permissions/matrix.ts";
import { checkParameters, readCheck } from "#lib/features/permissions/permission-check.ts";
import { readPermissions } from "#lib/features/permissions/read-permissions.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";
import { pageReading, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";
import { readFilter } from "./filter.ts";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const contracts = knownContracts(reading.addresses);
  const filter = readFilter(url);
  const [roles, check] = await Promise.all([readPermissions(reading), answerCheck(url)]);
  return {
    filter,
    titles: roles.map(roleTitle),
    roles: filterRoles(roles, filter, contracts).map((role) => ({
      ...role,
      title: roleTitle(role),
      functions: role.functions.map(({ target, selector }) => ({
        target,
        selector,
        contract: contracts.get(target)?.name ?? null,
        name: functionName(contracts, target, selector),
      })),
      holders: role.holders.map((holder) => ({
        ...holder,
        contract: contracts.get(holder.account)?.name ?? null,
      })),
    })),
    check,
  };
};

/** The question in the address and what the permissions say to it: the same as programs are told. */
async function answerCheck(url: URL) {
  const given = new URLSearchParams(
    [...url.searchParams].filter(([name]) => checkParameters.some((known) => known === name)),
  );
  const asked = Object.fromEntries(given) as Partial<
    Record<(typeof checkParameters)[number], string>
  >;
  if (!given.has("sender")) return { asked, problem: null, answer: null };
  const read = readCheck(given);
  if (!read.ok) {
    return {
      asked,
      problem: { parameter: read.parameter, ...checkProblemWords(read) },
      answer: null,
    };
  }
  const { chain, deployment } = await sources();
  const refusal = await transactionRefusal(chain, deployment.addresses.PermissionViews, read.asked);
  return {
    asked,
    problem: null,
    answer: { refusal, sender: read.asked.sender, target: read.asked.target },
  };
}
