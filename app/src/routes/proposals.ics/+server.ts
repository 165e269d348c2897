import { proposalsCalendar } from "#lib/features/proposals/feeds.ts";
import { feedOf } from "#lib/server/feed-context.ts";
import { tooManyRequests } from "#lib/server/limits.ts";

import type { RequestHandler } from "./$types";

/** When votes close and decisions can be executed, for calendars. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;
  const { proposals, context } = await feedOf(event);
  return new Response(proposalsCalendar(proposals, context), {
    headers: {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'inline; filename="proposals.ics"',
      "cache-control": "public, max-age=60",
    },
  });
};
