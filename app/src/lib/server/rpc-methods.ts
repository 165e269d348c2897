import { developmentChainId } from "#lib/endpoints.ts";

/** What pages need of a node: reads, and transactions that were signed elsewhere. */
const publicMethods = [
  "eth_blockNumber",
  "eth_call",
  "eth_chainId",
  "eth_estimateGas",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_getBalance",
  "eth_getBlockByHash",
  "eth_getBlockByNumber",
  "eth_getCode",
  "eth_getLogs",
  "eth_getTransactionByHash",
  "eth_getTransactionCount",
  "eth_getTransactionReceipt",
  "eth_maxPriorityFeePerGas",
  "eth_sendRawTransaction",
  "eth_syncing",
  "net_version",
  "web3_clientVersion",
];

/** The embedded chain signs for the sample accounts itself; on any other chain these keys would be a hole. */
const developmentMethods = ["eth_accounts", "eth_sendTransaction", "eth_signTypedData_v4"];

const publicSet: ReadonlySet<string> = new Set(publicMethods);
const developmentSet: ReadonlySet<string> = new Set([...publicMethods, ...developmentMethods]);

/** Whether anybody may ask a node for it through this server, on any chain. */
export function isPublicMethod(method: string): boolean {
  return publicSet.has(method);
}

export const largestRequest = 256 * 1024;
export const largestBatch = 200;

export interface RpcError {
  jsonrpc: "2.0";
  id: string | number | null;
  error: { code: number; message: string };
}

export type RpcVerdict =
  { forward: true; body: unknown } | { forward: false; status: number; answer: RpcError };

function refuse(
  status: number,
  code: number,
  message: string,
  id: RpcError["id"] = null,
): RpcVerdict {
  return { forward: false, status, answer: { jsonrpc: "2.0", id, error: { code, message } } };
}

function idOf(call: unknown): RpcError["id"] {
  const id = (call as { id?: unknown } | null)?.id;
  return typeof id === "string" || typeof id === "number" ? id : null;
}

/** Whether a JSON-RPC request, single or batch, may go on to the node. One call that is not allowed refuses the whole batch. */
export function judgeRpc(text: string, chainId: number): RpcVerdict {
  if (text.length > largestRequest)
    return refuse(413, -32600, `The request is longer than ${largestRequest} bytes.`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(400, -32700, "The request is not JSON.");
  }
  const calls = Array.isArray(body) ? body : [body];
  if (calls.length === 0) return refuse(400, -32600, "The batch is empty.");
  if (calls.length > largestBatch)
    return refuse(413, -32600, `The batch has more than ${largestBatch} calls.`);

  const allowed = chainId === developmentChainId ? developmentSet : publicSet;
  for (const call of calls) {
    const method = (call as { method?: unknown } | null)?.method;
    if (typeof method !== "string")
      return refuse(400, -32600, "The request names no method.", idOf(call));
    if (!allowed.has(method)) {
      return refuse(
        403,
        -32601,
        `This server does not pass on ${method.slice(0, 60)}; use a node of your own.`,
        idOf(call),
      );
    }
  }
  return { forward: true, body };
}
