import { largestForwarded, postedText } from "#lib/server/ask-service.ts";
import { endpoints } from "#lib/server/endpoints.ts";
import { judgeGraphql } from "#lib/server/graphql-request.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { problem } from "#lib/server/problem.ts";

import type { RequestHandler } from "./$types";

/** The way of the browser and of other programs to the index: reads only. */
export const POST: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const { graphql } = await endpoints();
  const text = await postedText(event.request.body, largestForwarded);
  if (text === null)
    return problem(413, "The request is too large.", `Send at most ${largestForwarded} bytes.`);
  const verdict = judgeGraphql(text);
  if (!verdict.forward) return problem(verdict.status, verdict.title, verdict.remedy);
  try {
    const response = await fetch(graphql, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: verdict.body,
      signal: AbortSignal.timeout(15_000),
    });
    return new Response(response.body, {
      status: response.status,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    });
  } catch {
    return problem(
      502,
      "The index gives no answer.",
      "Try again in a moment; what binds can be read from the contracts.",
    );
  }
};
