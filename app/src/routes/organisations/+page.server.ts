import { readOrganisations } from "#lib/features/organisations/read-organisations.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => readOrganisations(await pageReading());
