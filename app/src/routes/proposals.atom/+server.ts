import { proposalsAtom } from "#lib/features/proposals/feeds.ts";
import { feedOf } from "#lib/server/feed-context.ts";
import { tooManyRequests } from "#lib/server/limits.ts";

import type { RequestHandler } from "./$types";

/** What happens to proposals, for readers of news. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;
  const { proposals, context } = await feedOf(event);
  return new Response(proposalsAtom(proposals, context), {
    headers: {
      "content-type": "application/atom+xml; charset=utf-8",
      "cache-control": "public, max-age=60",
    },
  });
};
