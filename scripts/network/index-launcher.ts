/**
 * The program of the image `index`: graph-node with the subgraph that is mounted at `/subgraph`, until SIGTERM. It ends when graph-node
 * does, so that the container is started again.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";

import {
  deploySubgraph,
  type GraphNodePorts,
  graphNodeCommand,
  indexStatus,
} from "../start/graph-node.ts";
import { IpfsStandIn } from "../start/ipfs-stand-in.ts";

const ports: GraphNodePorts = {
  graphql: 8_000,
  graphAdmin: 8_020,
  graphStatus: 8_030,
  graphMetrics: 8_040,
};
const healthPort = 8_090;
const manifest = "/subgraph/subgraph.yaml";

const stopped = new AbortController();
const ipfs = new IpfsStandIn({ port: 8_051, folder: "/documents" });
await ipfs.start();

const password = fs.readFileSync("/run/secrets/database-password", "utf8").trim();
const { args, env, cwd } = graphNodeCommand({
  ports,
  manifest,
  network: "foedus",
  databaseUrl: `postgresql://foedus:${encodeURIComponent(password)}@database:5432/postgres`,
  rpc: process.env["FOEDUS_RPC"] ?? "http://json-rpc:8545",
  ipfs: ipfs.url,
});
const graphNode = spawn("gnd", args, { cwd, env: { ...process.env, ...env }, stdio: "inherit" });
graphNode.once("error", (error) => end(error.message));
graphNode.once("exit", (code, signal) => end(`graph-node ended with ${signal ?? String(code)}`));

/** Why the subgraph is not deployed yet. */
let waiting: string | undefined = "graph-node is starting";
// Nobody waits for it at a terminal: a busy machine gets its time.
deploySubgraph(ports, manifest, { signal: stopped.signal, within: 600_000 }).then(
  () => (waiting = undefined),
  (error: unknown) => end(String(error)),
);

const health = http.createServer((_, response) => {
  judge()
    .catch((error: unknown) => ({ status: 503, body: { status: String(error) } }))
    .then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    })
    .catch(() => response.destroy());
});
health.listen(healthPort, "127.0.0.1");

async function judge(): Promise<{ status: number; body: object }> {
  if (waiting !== undefined) return { status: 503, body: { status: waiting } };
  const index = await indexStatus(ports, AbortSignal.timeout(3_000));
  if (index?.hasFailed === true) return { status: 503, body: { status: "failed", ...index } };
  return { status: 200, body: { status: index === undefined ? "begins" : "indexes", ...index } };
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopped.abort();
    graphNode.kill("SIGINT");
  });
}

function end(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(stopped.signal.aborted ? 0 : 1);
}
