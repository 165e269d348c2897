import type { IncomingMessage } from "node:http";

import { Counter, Gauge, Registry } from "prom-client";

import {
  type AgentAnswer,
  type AgentServer,
  serveAgent,
} from "../../deploy/agents/agent-server.ts";
import { jsonIn, RequestProblem } from "../../deploy/agents/request.ts";
import { stopSignal } from "../../deploy/agents/stop-signal.ts";
import { CommandError } from "../foedus/command-error.ts";
import { readContent } from "../proposals/proposal-content.ts";
import type { Source } from "../proposals/simulation.ts";
import { type Pace, PacedNode } from "./paced-node.ts";
import { type Limits, Simulations } from "./simulations.ts";

/** Bytes of a request: more than a transaction that proposes may have. */
const largestRequest = 128 * 1024;
const shipped: Limits = { seconds: 60, waiting: 8, memory: 1_024 };

export interface SimulatorOptions extends Partial<Limits> {
  /** The node whose state is copied; nothing is sent to it. */
  source: Source;
  /** Loopback when left out: who may ask for a simulation is decided by the server before it, which nobody else shall go round. */
  host?: string;
  port: number;
  /** How fast the node is read. */
  pace?: Pace;
}

/** Answers `POST /simulations` and `GET /simulations/<id>`, beside `/health` and `/metrics`. */
export async function serveSimulator({
  source,
  host = "127.0.0.1",
  port,
  pace,
  ...limits
}: SimulatorOptions): Promise<AgentServer> {
  const metrics = new Registry();
  const ends = new Counter({
    name: "foedus_simulations_total",
    help: "Simulations by what came of them.",
    labelNames: ["end"],
    registers: [metrics],
  });
  const node = await PacedNode.before(source.rpc, pace);
  const simulations = new Simulations(
    { ...source, rpc: node.url },
    { ...shipped, ...limits },
    (end) => ends.inc({ end }),
  );
  new Gauge({
    name: "foedus_simulations_waiting",
    help: "Simulations that wait for their turn.",
    registers: [metrics],
    collect() {
      this.set(simulations.waiting);
    },
  });
  const server = await serveAgent({
    listen: { host, port },
    health: () => ({ works: true, said: { waiting: simulations.waiting } }),
    metrics,
    more: (request) => answerTo(request, simulations),
  });
  return {
    url: server.url,
    async stop() {
      await simulations.close();
      await node.stop();
      await server.stop();
    },
  };
}

/** The service as a program, until it is asked to stop. */
export async function runSimulator(options: SimulatorOptions): Promise<void> {
  const simulator = await serveSimulator(options);
  process.stdout.write(`The simulator listens at ${simulator.url}.\n`);
  await stopSignal();
  await simulator.stop();
}

async function answerTo(
  request: IncomingMessage,
  simulations: Simulations,
): Promise<AgentAnswer | undefined> {
  const [, folder, id, ...more] = (request.url ?? "").split("/");
  if (folder !== "simulations" || more.length > 0) return undefined;
  try {
    if (id !== undefined) {
      requireMethod(request, "GET");
      return { status: 200, body: simulations.standing(id) };
    }
    requireMethod(request, "POST");
    return { status: 202, body: simulations.take(await contentIn(request)) };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return { status: error.status, type: "application/problem+json", body: error.toJSON() };
  }
}

async function contentIn(request: IncomingMessage) {
  // Pages of other sites can send forms to this computer, but no JSON.
  if (request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() !== "application/json")
    throw new RequestProblem(
      415,
      "The request is not marked as JSON.",
      "Send it with content-type: application/json.",
    );
  const value = await jsonIn(
    request,
    largestRequest,
    "Propose fewer calls, or with a shorter text.",
  );
  try {
    return readContent(value);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new RequestProblem(400, error.message, error.remedy);
  }
}

function requireMethod({ method }: IncomingMessage, wanted: string): void {
  if (method === wanted) return;
  throw new RequestProblem(
    405,
    `${method ?? "The method"} does not work here.`,
    "POST /simulations starts one, GET /simulations/<id> tells of one.",
  );
}
