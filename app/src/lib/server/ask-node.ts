/** Hands a JSON-RPC request that was judged on to a node of the chain. */
export function askNode(rpc: string, body: unknown): Promise<Response> {
  return fetch(rpc, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
}
