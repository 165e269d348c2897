import { askNode } from "#lib/server/ask-node.ts";
import { largestForwarded, postedText } from "#lib/server/ask-service.ts";
import { endpoints } from "#lib/server/endpoints.ts";
import { tooManyRequests } from "#lib/server/limits.ts";
import { problem } from "#lib/server/problem.ts";
import { judgeRpc } from "#lib/server/rpc-methods.ts";

import type { RequestHandler } from "./$types";

/** The way of the browser to the chain: an allow-list of methods, so that pages need no other address. */
export const POST: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;

  const { rpc, chainId } = await endpoints();
  const text = await postedText(event.request.body, largestForwarded);
  if (text === null)
    return problem(413, "The request is too large.", `Send at most ${largestForwarded} bytes.`);
  const verdict = judgeRpc(text, chainId);
  if (!verdict.forward) return Response.json(verdict.answer, { status: verdict.status });
  try {
    const response = await askNode(rpc, verdict.body);
    return new Response(response.body, {
      status: response.status,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    });
  } catch {
    const error = {
      code: -32603,
      message: "The node of the chain gives no answer. Try again in a moment.",
    };
    return Response.json({ jsonrpc: "2.0", id: null, error }, { status: 502 });
  }
};
