import { readNetworks } from "#lib/features/networks/read-networks.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => readNetworks(await pageReading());
