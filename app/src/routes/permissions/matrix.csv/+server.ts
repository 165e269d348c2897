import { filterRoles, permissionMatrix, toCsv } from "#lib/features/permissions/matrix.ts";
import { readPermissions } from "#lib/features/permissions/read-permissions.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { pageReading } from "#lib/server/sources.ts";

import { readFilter } from "../filter.ts";
import type { RequestHandler } from "./$types";

/** Who may do what, for spreadsheets: as the page shows it, one line for each role, holder and function. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const reading = await pageReading();
  const contracts = knownContracts(reading.addresses);
  const roles = filterRoles(await readPermissions(reading), readFilter(event.url), contracts);
  const matrix = permissionMatrix(roles, contracts);
  return new Response(toCsv(matrix), {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="permissions.csv"',
      "cache-control": "no-store",
    },
  });
};
