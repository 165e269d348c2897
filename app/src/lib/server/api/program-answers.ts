import { problem } from "../problem.ts";

/**
 * What browsers ask before a program of another site may read: everything here is public, and nothing reads a cookie, so that every
 * origin may.
 */
const corsHeaders = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers":
    "content-disposition, etag, idempotency-replayed, location, retry-after, www-authenticate",
} as const;

const preflightHeaders = {
  ...corsHeaders,
  "access-control-allow-methods": "GET, HEAD, POST, DELETE, OPTIONS",
  "access-control-allow-headers":
    "accept, accept-language, authorization, content-type, foedus-deadline, foedus-signature, foedus-signer, idempotency-key, if-none-match",
  "access-control-max-age": "86400",
} as const;

/** The answer to a browser that asks whether it may ask. */
export function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...preflightHeaders,
      allow: "GET, HEAD, POST, DELETE, OPTIONS",
      "cache-control": "public, max-age=86400",
    },
  });
}

/** An answer for programs of every origin. What the framework says in its own form becomes a problem. */
export function forPrograms(answer: Response, path: string): Response {
  const response = isFrameworks(answer) ? asProblem(answer, path) : answer;
  for (const [name, value] of Object.entries(corsHeaders)) response.headers.set(name, value);
  response.headers.set("cross-origin-resource-policy", "cross-origin");
  return response;
}

/** Whatever is no page and no JSON of ours: a path or a method that no route has, a request that it could not read. */
function isFrameworks({ status, headers }: Response): boolean {
  return (
    status >= 400 && !/^application\/(?:problem\+)?json\b/.test(headers.get("content-type") ?? "")
  );
}

function asProblem({ status, headers }: Response, path: string): Response {
  const allow = headers.get("allow");
  if (status === 404)
    return problem(404, `There is no ${shortened(path)}.`, "Use a path of /openapi.json.");
  if (status === 405)
    return problem(
      405,
      "This path does not take the method.",
      allow === null ? "Use a method of /openapi.json." : `Use ${allow}.`,
      allow === null ? {} : { allow },
    );
  if (status === 413)
    return problem(413, "The request is too large.", "Send no more than /openapi.json says.");
  return problem(
    status,
    status < 500 ? "The request cannot be understood." : "The server failed.",
    status < 500
      ? "Send it as /openapi.json says."
      : "Try again; tell the operator if it fails again.",
  );
}

function shortened(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}…` : path;
}
