import { transactionRefusal } from "#lib/chain/permission.ts";
import { permissionWords } from "#lib/chain/permission-words.ts";
import { checkProblemWords } from "#lib/features/permissions/check-words.ts";
import { readCheck } from "#lib/features/permissions/permission-check.ts";
import { language } from "#lib/language.ts";
import { m } from "#lib/messages.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { outageOf } from "#lib/server/outage.ts";
import { problem } from "#lib/server/problem.ts";
import { sources } from "#lib/server/sources.ts";

import type { RequestHandler } from "./$types";

/** Would the nodes take a transaction of this sender to this target? The contract is asked, never the index. */
export const GET: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const read = readCheck(event.url.searchParams);
  if (!read.ok) {
    const { title, remedy } = checkProblemWords(read);
    return problem(400, title, remedy, inOwnLanguage());
  }
  const { sender, target, gas } = read.asked;
  try {
    const { chain, deployment } = await sources();
    const block = await chain.getBlockNumber({ cacheTime: 0 });
    const views = deployment.addresses.PermissionViews;
    const reason = await transactionRefusal(chain, views, { sender, target, gas }, block);
    return Response.json(
      {
        allowed: reason === "none",
        reason,
        ...permissionWords(reason),
        sender,
        target,
        block: Number(block),
      },
      { headers: { "cache-control": "no-store", ...inOwnLanguage() } },
    );
  } catch (cause) {
    if (outageOf(cause) === null) console.error("The permissions cannot be asked.", cause);
    return problem(503, m.chain_health_chain_title(), m.ui_error_chain_remedy(), inOwnLanguage());
  }
};

/** The words of the answer are in the language that the request prefers. */
function inOwnLanguage(): Record<string, string> {
  return { "content-language": language(), vary: "accept-language" };
}
