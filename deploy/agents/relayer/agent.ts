import type { Logger } from "pino";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { createPublicClient, http } from "viem";

import { type AgentServer, serveAgent } from "../agent-server.ts";
import { Councils } from "./councils.ts";
import { migrate } from "./database.ts";
import { Intake } from "./intake.ts";
import { Presentations } from "./presentations.ts";
import { relayerRequests } from "./requests.ts";
import { type Look, Sender } from "./sender.ts";
import type { RelayerSettings } from "./settings.ts";

/** What `/health` says. */
export interface RelayerHealth {
  status: "relays" | "stands-by" | "fails";
  /** Account that signs receipts and sends; it needs coins where gas has a price. */
  account: string;
  /** Ballots that wait for their batch. */
  waiting: number;
  /** Batches that are not in a block yet. */
  underway: number;
  failure: string | null;
}

/** Runs a relayer with its log, its requests, `/health` and `/metrics`, until it is stopped. */
export async function startRelayerAgent(
  settings: RelayerSettings,
  log: Logger,
): Promise<AgentServer> {
  const { account, database, listen } = settings;
  await migrate(database);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: 1_000 });
  const registers = [metrics];
  const ballots = new Counter({
    name: "foedus_relayer_ballots_total",
    help: "Ballots by what became of them: taken and declined when they are posted, counted and refused when they are brought.",
    labelNames: ["outcome"],
    registers,
  });
  const transactions = new Counter({
    name: "foedus_relayer_transactions_total",
    help: "Transactions by what became of them.",
    labelNames: ["outcome"],
    registers,
  });
  const waiting = new Gauge({
    name: "foedus_relayer_waiting_ballots",
    help: "Ballots that wait for their batch.",
    registers,
  });
  const underway = new Gauge({
    name: "foedus_relayer_underway_batches",
    help: "Batches that are not in a block yet.",
    registers,
  });
  let look: Look = { standsBy: false, waiting: 0, underway: 0 };
  let failure: string | null = null;
  const failed = (error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    if (failure !== text) log.error({ err: error }, text);
    failure = text;
  };

  const chain = createPublicClient({
    transport: http(settings.node.rpc, { retryCount: 0, timeout: 10_000 }),
    cacheTime: 0,
  });
  const councils = new Councils({
    chain,
    addresses: settings.councils,
    permissionViews: settings.permissionViews,
    from: account.address,
  });
  const intake = new Intake({ database, councils, account });
  const presentations = new Presentations(database);
  const sender = new Sender({
    database,
    chain,
    councils,
    account,
    batch: settings.batch,
    onEvent: ({ event, ...what }) => {
      log[
        event === "refused" || event === "displaced" || event === "reorganised" ? "warn" : "info"
      ](what, event);
      if (event === "refused") ballots.inc({ outcome: "refused" });
      else transactions.inc({ outcome: event });
      if (event !== "mined") return;
      const { counted, refused } = what as { counted: number; refused: number };
      ballots.inc({ outcome: "counted" }, counted);
      ballots.inc({ outcome: "refused" }, refused);
    },
    onLook: (seen) => {
      look = seen;
      failure = null;
      waiting.set(seen.waiting);
      underway.set(seen.underway);
    },
    onFailure: failed,
  });
  const health = (): RelayerHealth => ({
    status: failure !== null ? "fails" : look.standsBy ? "stands-by" : "relays",
    account: account.address,
    waiting: look.waiting,
    underway: look.underway,
    failure,
  });
  const server = await serveAgent({
    listen,
    health: () => ({ works: failure === null, said: health() }),
    metrics,
    more: relayerRequests({
      intake,
      presentations,
      onTaken: ({ id, status }) => {
        if (status === "accepted") ballots.inc({ outcome: "taken" });
        log.info({ id, status }, "ballot taken");
      },
      onRefused: ({ status, message }) => {
        ballots.inc({ outcome: "declined" });
        log.info({ status }, message);
      },
      onFailure: (error) => log.error({ err: error }, "a request could not be answered"),
    }),
  });
  sender.start();
  log.info(
    { node: settings.node.rpc, account: account.address, url: server.url },
    "relayer started",
  );
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await sender.stop();
      await intake.stop();
      await presentations.stop();
      log.info("relayer stopped");
    },
  };
}
