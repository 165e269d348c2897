import { ResultError } from "#result/result-error.ts";

import { language } from "#lib/language.ts";
import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { outageOf } from "#lib/server/outage.ts";
import { problem } from "#lib/server/problem.ts";
import { proposalAsked, resultPackage, ResultsBusy } from "#lib/server/result-package.ts";
import { readingFrom, sources } from "#lib/server/sources.ts";

import type { RequestHandler } from "./$types";

/** What was decided, with the evidence to compute it anew without this server. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;
  try {
    const from = await sources();
    const body = event.url.searchParams.get("body");
    const asked = await proposalAsked(readingFrom(from), event.params.id, body);
    if (asked === null) {
      return problem(
        404,
        m.proposal_detail_not_found({ id: event.params.id }),
        m.proposal_detail_not_found_hint(),
        inOwnLanguage(),
      );
    }
    const result = await resultPackage(from.chain, asked.council, asked.proposalId);
    return new Response(`${JSON.stringify(result)}\n`, {
      headers: {
        "content-type": "application/json",
        "content-disposition": 'attachment; filename="result.json"',
        "cache-control": "no-store",
      },
    });
  } catch (cause) {
    if (cause instanceof ResultError) {
      return problem(409, m.result_cannot_title(), m.result_cannot_remedy(), inOwnLanguage());
    }
    if (cause instanceof ResultsBusy) {
      return problem(503, m.result_busy_title(), m.result_busy_remedy(), {
        ...inOwnLanguage(),
        "retry-after": "5",
      });
    }
    if (outageOf(cause) === null) console.error("The result package cannot be made.", cause);
    return problem(503, m.chain_health_chain_title(), m.ui_error_chain_remedy(), inOwnLanguage());
  }
};

/** The words of an error are in the language that the request prefers. */
function inOwnLanguage(): Record<string, string> {
  return { "content-language": language(), vary: "accept-language" };
}
