import { openApi } from "#lib/server/open-api.ts";

import type { RequestHandler } from "./$types";

/** The interface for programs, described for programs. */
export const GET: RequestHandler = () =>
  Response.json(openApi, { headers: { "cache-control": "public, max-age=300" } });
