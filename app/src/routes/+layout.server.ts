import { deploymentOf } from "#lib/endpoints.ts";
import { endpoints } from "#lib/server/endpoints.ts";

import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async ({ locals }) => ({
  theme: locals.theme,
  language: locals.language,
  deployment: deploymentOf(await endpoints()),
});
