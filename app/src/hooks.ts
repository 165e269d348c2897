import type { Reroute } from "@sveltejs/kit/hooks";

import { deLocalizeUrl } from "#lib/paraglide/runtime.js";

/** Routes know no languages: `/fr/nodes` is the route `/nodes`. */
export const reroute: Reroute = ({ url }) => deLocalizeUrl(url).pathname;
