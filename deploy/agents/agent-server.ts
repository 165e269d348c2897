import http from "node:http";
import type { AddressInfo } from "node:net";

import type { Registry } from "prom-client";

export interface AgentServerOptions {
  listen: { host: string; port: number };
  /** What `/health` says, and whether the agent can do its work: 200 if so, else 503. */
  health: () => { works: boolean; said: object };
  metrics: Registry;
  /** What else the agent answers; nothing for a path that it does not know. */
  more?: (request: http.IncomingMessage) => Promise<AgentAnswer | undefined>;
}

/** JSON. */
export interface AgentAnswer {
  status: number;
  /** `application/json` when left out. */
  type?: string;
  body: object;
}

export interface AgentServer {
  url: string;
  stop(): Promise<void>;
}

/** `/health` and `/metrics` of an agent, and what else it answers. */
export async function serveAgent({
  listen,
  health,
  metrics,
  more,
}: AgentServerOptions): Promise<AgentServer> {
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const path = request.url ?? "";
    if (path === "/health") {
      const { works, said } = health();
      response.writeHead(works ? 200 : 503, { "content-type": "application/json" });
      response.end(JSON.stringify(said));
    } else if (path === "/metrics") {
      const text = await metrics.metrics();
      response.writeHead(200, { "content-type": metrics.contentType }).end(text);
    } else {
      const found = await more?.(request);
      if (found === undefined) {
        response.writeHead(404).end("There is /health and /metrics.\n");
        return;
      }
      response.writeHead(found.status, { "content-type": found.type ?? "application/json" });
      response.end(JSON.stringify(found.body));
    }
  };
  const server = http.createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(listen.port, listen.host, resolve);
  });
  return {
    url: `http://${listen.host}:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
