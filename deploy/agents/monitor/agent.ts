import type { Logger } from "pino";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { http } from "viem";

import { type AgentServer, serveAgent } from "../agent-server.ts";
import { clients } from "../clients/clients.ts";
import { RegisterReader } from "../enforcer/register.ts";
import { type LivenessReport, Monitor } from "./monitor.ts";
import type { MonitorSettings } from "./settings.ts";

/** What `/health` says: what was reported last of each validator, and what went wrong since. */
interface Health {
  status: "reports" | "fails";
  reports: { validator: string; expected: number; sealed: number; lastBlock: number }[];
  failure: string | null;
}

/** Runs a monitor with its log, `/health` and `/metrics`, until it is stopped. */
export async function startMonitorAgent(
  settings: MonitorSettings,
  log: Logger,
): Promise<AgentServer> {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: 1_000 });
  const registers = [metrics];
  const reports = new Counter({
    name: "foedus_monitor_reports_total",
    help: "Reports on the chain, by whether they came to stand there.",
    labelNames: ["outcome"],
    registers,
  });
  const silent = new Gauge({
    name: "foedus_monitor_silent_validators",
    help: "Validators that sealed nothing in the span of their last report.",
    registers,
  });
  const last = new Map<string, LivenessReport>();
  let failure: string | null = null;
  const client = new clients[settings.node.client](settings.node.rpc);
  const monitor = new Monitor({
    transport: http(settings.node.rpc, { retryCount: 0 }),
    monitoring: settings.addresses.NodeMonitoring,
    account: settings.account,
    block: (number) => client.block(number),
    head: () => client.head(),
    register: new RegisterReader(settings.node.rpc, settings.addresses),
    onReport: (report) => {
      failure = null;
      last.set(report.validator, report);
      reports.inc({ outcome: "reported" });
      silent.set([...last.values()].filter(({ sealed }) => sealed === 0).length);
      const { validator, expected, sealed, transaction } = report;
      log[sealed === 0 ? "warn" : "info"](
        { validator, expected, sealed, transaction },
        "reported how often a validator was heard",
      );
    },
    onFailure: (error) => {
      const text = error instanceof Error ? error.message : String(error);
      if (failure !== text) log.error({ err: error }, text);
      failure = text;
      reports.inc({ outcome: "failed" });
    },
  });
  const health = (): Health => ({
    status: failure === null ? "reports" : "fails",
    reports: [...last.values()].map(({ validator, expected, sealed, lastBlock }) => ({
      validator,
      expected,
      sealed,
      lastBlock: Number(lastBlock),
    })),
    failure,
  });
  const { listen } = settings;
  const server = await serveAgent({
    listen,
    health: () => ({ works: failure === null, said: health() }),
    metrics,
  });
  monitor.start();
  log.info(
    { node: settings.node.rpc, account: settings.account.address, url: server.url },
    "monitor started",
  );
  return {
    url: server.url,
    async stop() {
      await monitor.stop();
      await server.stop();
      log.info("monitor stopped");
    },
  };
}
