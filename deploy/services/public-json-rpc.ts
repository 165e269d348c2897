/**
 * The public part of a node's JSON-RPC. The node itself listens on its loopback with its administration; this program runs in the same
 * network namespace and passes on what everybody may ask: `node public-json-rpc.mjs <node url> <port>`.
 */
import http from "node:http";

import { judgeRequest, largestRequest } from "./public-methods.ts";

const [node, port] = process.argv.slice(2);
if (node === undefined || !/^\d+$/.test(port ?? "")) {
  process.stderr.write("usage: public-json-rpc <node url> <port>\n");
  process.exit(2);
}

const server = http.createServer((request, response) => {
  answer(node, request)
    .catch(() => refusal(502, -32_603, "The node gives no answer. Try again in a moment."))
    .then(({ status, body }) =>
      response.writeHead(status, { "content-type": "application/json" }).end(body),
    )
    .catch(() => response.destroy());
});
// Slow clients must not hold connections for ever.
server.requestTimeout = 30_000;
server.maxConnections = 500;
server.listen(Number(port), "0.0.0.0");

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}

interface Answer {
  status: number;
  body: string;
}

async function answer(url: string, request: http.IncomingMessage): Promise<Answer> {
  // A health check, which passes while the node answers.
  const text =
    request.method === "GET"
      ? JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] })
      : await read(request);
  if (text === undefined)
    return refusal(413, -32_600, `The request is longer than ${largestRequest} bytes.`);
  const verdict = judgeRequest(text);
  if (!verdict.pass) return refusal(verdict.status, verdict.code, verdict.message);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: text,
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, body: await response.text() };
}

/** The body of a request; nothing when it is too long. */
async function read(request: http.IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > largestRequest) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function refusal(status: number, code: number, message: string): Answer {
  return {
    status,
    body: JSON.stringify({ jsonrpc: "2.0", id: null, error: { code, message } }),
  };
}
