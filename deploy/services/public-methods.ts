/** What a node answers to everybody: reads, and transactions that were signed elsewhere. Neither administration nor votes on validators. */
export const publicMethods: ReadonlySet<string> = new Set([
  // A block as it is hashed: Kaia shows the seals of its validators nowhere else, and results are proved by them.
  "debug_getBlockRlp",
  "eth_blockNumber",
  "eth_call",
  "eth_chainId",
  "eth_estimateGas",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_getBalance",
  "eth_getBlockByHash",
  "eth_getBlockByNumber",
  "eth_getBlockReceipts",
  "eth_getCode",
  "eth_getLogs",
  "eth_getProof",
  "eth_getStorageAt",
  "eth_getTransactionByHash",
  "eth_getTransactionCount",
  "eth_getTransactionReceipt",
  "eth_maxPriorityFeePerGas",
  "eth_sendRawTransaction",
  "eth_syncing",
  "net_version",
  "web3_clientVersion",
]);

/** Bytes of a request; a deployment of the largest contract takes a quarter of it. */
export const largestRequest = 512 * 1024;
/** graph-node asks for the receipts of a block at once. */
export const largestBatch = 1_000;

export type Verdict =
  { pass: true } | { pass: false; status: number; code: number; message: string };

/** Whether a JSON-RPC request, single or batch, may go on to the node; one call that may not refuses the whole batch. */
export function judgeRequest(text: string): Verdict {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(400, -32_700, "The request is not JSON.");
  }
  const calls: unknown[] = Array.isArray(body) ? body : [body];
  if (calls.length === 0) return refuse(400, -32_600, "The batch is empty.");
  if (calls.length > largestBatch)
    return refuse(413, -32_600, `The batch has more than ${largestBatch} calls.`);
  for (const call of calls) {
    const method =
      typeof call === "object" && call !== null && "method" in call ? call.method : undefined;
    if (typeof method !== "string") return refuse(400, -32_600, "The request names no method.");
    if (!publicMethods.has(method)) {
      return refuse(
        403,
        -32_601,
        `${method.slice(0, 60)} is not answered to everybody; use a node of your own.`,
      );
    }
  }
  return { pass: true };
}

function refuse(status: number, code: number, message: string): Verdict {
  return { pass: false, status, code, message };
}
