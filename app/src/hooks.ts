import type { Reroute } from "@sveltejs/kit/hooks";

import { isEbsiPath } from "#lib/ebsi-paths.ts";
import { deLocalizeUrl } from "#lib/paraglide/runtime.js";

/** Routes know no languages: `/fr/nodes` is the route `/nodes`. What EBSI's programs ask for stands at the root alone. */
export const reroute: Reroute = ({ url }) => {
  const path = deLocalizeUrl(url).pathname;
  return isEbsiPath(path) ? url.pathname : path;
};
