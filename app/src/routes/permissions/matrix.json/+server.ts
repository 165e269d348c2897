import { filterRoles, permissionMatrix } from "#lib/features/permissions/matrix.ts";
import { readPermissions } from "#lib/features/permissions/read-permissions.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { pageReading } from "#lib/server/sources.ts";

import { readFilter } from "../filter.ts";
import type { RequestHandler } from "./$types";

/** Who may do what, for programs: as the page shows it, one line for each role, holder and function. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const reading = await pageReading();
  const contracts = knownContracts(reading.addresses);
  const roles = filterRoles(await readPermissions(reading), readFilter(event.url), contracts);
  const matrix = permissionMatrix(roles, contracts);
  return Response.json(matrix, {
    headers: {
      "content-disposition": 'attachment; filename="permissions.json"',
      "cache-control": "no-store",
    },
  });
};
