import { createHash } from "node:crypto";

import type { Config } from "@sveltejs/kit/vite";

type Directives = NonNullable<NonNullable<Config["csp"]>["directives"]>;

/**
 * The one inline style that no option removes: SvelteKit's live region for screen readers. A test reads it from the
 * installed package, so that an upgrade which changes it is noticed before a page breaks.
 */
export const routeAnnouncerStyle =
  "position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; white-space: nowrap; width: 1px; height: 1px";

const hashOf = (text: string): `sha256-${string}` =>
  `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** Everything comes from this server: no page asks a third party for anything. */
export const contentSecurityPolicy: Directives = {
  "default-src": ["none"],
  "script-src": ["self"],
  "style-src": ["self"],
  "style-src-attr": ["unsafe-hashes", hashOf(routeAnnouncerStyle)],
  "img-src": ["self"],
  "font-src": ["self"],
  "connect-src": ["self"],
  "manifest-src": ["self"],
  "form-action": ["self"],
  "frame-ancestors": ["none"],
  "base-uri": ["none"],
};
