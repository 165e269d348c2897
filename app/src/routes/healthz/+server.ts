import { health, sources } from "#lib/server/sources.ts";

import type { RequestHandler } from "./$types";

/** For monitors and for the banner: 200 while pages can be made, 503 when neither chain nor index gives an answer. */
export const GET: RequestHandler = async () => {
  const { head, index } = await health(await sources());
  const silent = head === null && index.state === "chain-unreachable" && index.block === null;
  return Response.json(
    { head, index },
    { status: silent ? 503 : 200, headers: { "cache-control": "no-store" } },
  );
};
