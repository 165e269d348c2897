import * as z from "zod";

import { askNode } from "../ask-node.ts";
import { isPublicMethod, largestBatch } from "../rpc-methods.ts";
import { envelopeShape, idOf, rpcCodes, rpcError, type RpcErrorAnswer } from "./json-rpc.ts";
import { json, operation, problemAnswer } from "./operation.ts";

const call = envelopeShape.meta({
  id: "LedgerCall",
  description: "A call of a method of the node's own JSON-RPC interface.",
});

/** Nodes answer in their own words: what is certain is the envelope. */
const answer = z
  .looseObject({ jsonrpc: z.literal("2.0"), id: z.union([z.string(), z.number()]).nullable() })
  .meta({ id: "LedgerAnswer", description: "With `result` or `error`." });

export const ledgerOperation = operation({
  id: "askNode",
  method: "post",
  path: "/ledger/v4/blockchains/besu",
  tag: "Ledger v4",
  summary: "Ask a node of the chain by JSON-RPC: one call, or up to 200 at once.",
  description:
    "Reads and signed transactions are passed on. Any other method is answered with the error -32601. The name of the client in the path is EBSI's, whatever client the network runs.",
  body: z.union([call, z.array(call).min(1).max(largestBatch)]),
  answers: {
    "200": json(z.union([answer, z.array(answer)]), "What the node says, or why it was not asked."),
    "400": {
      description: "The request is no JSON (-32700), or no JSON-RPC (-32600).",
      content: { "application/json": answer },
    },
    "413": problemAnswer("The request is too large."),
    "415": problemAnswer("The request is not marked as JSON."),
    "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
    "502": {
      description: "The node gives no answer (-32603).",
      content: { "application/json": answer },
    },
  },
});

export type LedgerVerdict =
  { call: z.output<typeof envelopeShape> } | { refused: RpcErrorAnswer; status: 200 | 400 };

/** Whether one call may go on to the node. */
export function judgeCall(value: unknown): LedgerVerdict {
  const read = envelopeShape.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const refused = rpcError(
      idOf(value),
      rpcCodes.invalidRequest,
      `The call is no JSON-RPC: ${issue?.path.join(".") || "it"} is not valid.`,
      { remedy: 'Send {"jsonrpc": "2.0", "method": "…", "params": [], "id": 1}.' },
    );
    return { refused, status: 400 };
  }
  const { id, method } = read.data;
  if (isPublicMethod(method)) return { call: read.data };
  const refused = rpcError(
    id,
    rpcCodes.methodNotFound,
    `The method ${method} is protected: an access token is required, and this server gives none for it.`,
    { remedy: "Use a node of your own." },
  );
  return { refused, status: 200 };
}

/** Asks the node for what may be asked; every call of a batch has its own answer. */
export async function askLedger(rpc: string, value: unknown): Promise<Response> {
  if (!Array.isArray(value)) {
    const verdict = judgeCall(value);
    if ("refused" in verdict) return told(verdict.refused, verdict.status);
    const answer = await nodesAnswer(rpc, verdict.call);
    return answer === undefined ? silent(verdict.call.id) : told(answer);
  }
  if (value.length === 0 || value.length > largestBatch)
    return told(
      rpcError(null, rpcCodes.invalidRequest, `The batch has ${value.length} calls.`, {
        remedy: `Send 1 to ${largestBatch} calls.`,
      }),
      400,
    );
  const verdicts = value.map(judgeCall);
  const calls = verdicts.flatMap((verdict) => ("call" in verdict ? [verdict.call] : []));
  const refused = verdicts.flatMap((verdict) => ("refused" in verdict ? [verdict.refused] : []));
  const answers = calls.length === 0 ? [] : await nodesAnswer(rpc, calls);
  if (answers === undefined) return silent(null);
  return told([...[answers].flat(), ...refused]);
}

/** Undefined where the node gives none. */
async function nodesAnswer(rpc: string, body: unknown): Promise<unknown> {
  try {
    const response = await askNode(rpc, body);
    const answer: unknown = await response.json();
    return typeof answer === "object" && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}

function silent(id: RpcErrorAnswer["id"]): Response {
  return told(
    rpcError(id, rpcCodes.internal, "The node of the chain gives no answer.", {
      remedy: "Try again in a moment.",
    }),
    502,
  );
}

function told(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
