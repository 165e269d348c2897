import { health, sources } from "#lib/server/sources.ts";

import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async ({ locals }) => {
  const from = await sources();
  return {
    theme: locals.theme,
    language: locals.language,
    deployment: from.deployment,
    /** Newest block of the chain and how far the index follows it, when this page was made. */
    health: await health(from),
  };
};
