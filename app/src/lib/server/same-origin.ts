import { isEbsiPath } from "#lib/ebsi-paths.ts";

/**
 * Paths that answer to programs as well as to pages. They read no cookies, and what not anybody may bring is signed,
 * so that a write from another site gains nothing there.
 */
const publicPaths = [
  "/rpc",
  "/graphql",
  "/api/v1/ballots",
  "/api/v1/invoices",
  "/api/v1/simulations",
];

/** Below it the same holds. */
const publicFolder = "/api/v1/webhooks";

/** Whether a path for programs decides itself how much of a body it reads. */
export function readsOwnBody(path: string): boolean {
  return (
    publicPaths.includes(path) ||
    path === publicFolder ||
    path.startsWith(`${publicFolder}/`) ||
    isEbsiPath(path)
  );
}

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Whether a request may reach the app. Writes to pages must come from this site: browsers send `Origin` with every
 * write, and `Sec-Fetch-Site` besides. The scheme is not compared, because behind a proxy the server does not know its own.
 */
export function mayWrite(request: {
  method: string;
  path: string;
  host: string;
  headers: Headers;
}): boolean {
  if (safeMethods.includes(request.method)) return true;
  if (readsOwnBody(request.path)) return true;

  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;

  const origin = request.headers.get("origin");
  return origin !== null && URL.canParse(origin) && new URL(origin).host === request.host;
}
