import type { Config } from "@sveltejs/kit/vite";

type Directives = NonNullable<NonNullable<Config["csp"]>["directives"]>;

/**
 * Inline styles of libraries that no option removes. A test computes each hash from the installed package,
 * so that an upgrade which changes one is noticed before a page breaks.
 */
export const allowedStyleAttributes = {
  /** The live region with which SvelteKit announces a new page to screen readers. */
  routeAnnouncer:
    "position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; white-space: nowrap; width: 1px; height: 1px",
};

/** Everything comes from this server: no page asks a third party for anything. */
export const contentSecurityPolicy: Directives = {
  "default-src": ["none"],
  "script-src": ["self"],
  "style-src": ["self"],
  "img-src": ["self"],
  "font-src": ["self"],
  "connect-src": ["self"],
  "manifest-src": ["self"],
  "form-action": ["self"],
  "frame-ancestors": ["none"],
  "base-uri": ["none"],
};
