import { setTimeout as pause } from "node:timers/promises";

import type { Logger } from "pino";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { createPublicClient, http } from "viem";
import pg from "pg";

import { type AgentServer, serveAgent } from "../agent-server.ts";
import { SettingsError } from "../settings.ts";
import { Access } from "./access.ts";
import { Bell } from "./bell.ts";
import { connectionOptions, migrate, workersConnection } from "./database.ts";
import { Deliverer } from "./deliverer.ts";
import { Endpoints } from "./endpoints.ts";
import { EventSource } from "./event-source.ts";
import { record } from "./recorder.ts";
import { webhooksRequests } from "./requests.ts";
import type { WebhooksSettings } from "./settings.ts";
import { Secrets } from "./signature.ts";
import { Store } from "./store.ts";

/** What `/health` says. */
export interface WebhooksHealth {
  status: "delivers" | "stands-by" | "fails";
  /** Newest block of which everything is recorded. */
  block: number | null;
  /** Blocks that stand and of which not everything is recorded. */
  behind: number | null;
  /** Deliveries that wait at endpoints that are not paused. */
  waiting: number;
  /** Endpoints that are not paused and whose last attempt failed. */
  failing: number;
  /** Endpoints that are paused, by the service or by their owners. */
  paused: number;
  /** When a receiver accepted something last, in seconds since 1970; null while none has. */
  acceptedAt: number | null;
  failure: string | null;
}

/** What whoever stands by knows. */
const idle = { block: null, waiting: 0, failing: 0, paused: 0, acceptedAt: null };

/** Milliseconds between two looks at the index, and at what is due. */
const interval = { record: 1_000, deliver: 250, forget: 600_000 };

/** Runs the service of webhooks with its log, its requests, `/health` and `/metrics`, until it is stopped. */
export async function startWebhooksAgent(
  settings: WebhooksSettings,
  log: Logger,
): Promise<AgentServer> {
  const { database, delivery, listen, addresses } = settings;
  const secrets = new Secrets(settings.key);
  await migrate(database);
  await requireKey(database, secrets.fingerprint);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: 1_000 });
  const registers = [metrics];
  const attempts = new Counter({
    name: "foedus_webhooks_attempts_total",
    help: "Attempts by what became of the delivery: accepted, waiting for another one, given-up.",
    labelNames: ["outcome"],
    registers,
  });
  const recorded = new Counter({
    name: "foedus_webhooks_deliveries_total",
    help: "Deliveries that were recorded.",
    registers,
  });
  const chain = createPublicClient({
    transport: http(settings.node.rpc, { retryCount: 0, timeout: 10_000 }),
    cacheTime: 0,
  });
  const chainId = await chainIdOf(chain);
  const rules = { loopback: settings.allowLoopback };
  const source = new EventSource({
    index: settings.index,
    chain,
    chainId,
    confirmations: settings.confirmations,
  });
  const now = () => Math.floor(Date.now() / 1_000);
  const access = new Access({ chain, chainId, source, addresses, now });
  /** Rings when something is due that was not. */
  const due = new Bell();
  const endpoints = new Endpoints({
    database,
    secrets,
    settings: delivery,
    rules,
    isKnown: (account) => access.isKnown(account),
    onDue: () => due.ring(),
  });

  const stopped = new AbortController();
  const state: Omit<WebhooksHealth, "behind" | "failure"> = { status: "stands-by", ...idle };
  /** Newest block of the node. */
  let head: number | null = null;
  // It works once it has read something, or once another one does.
  const failures: Record<"record" | "deliver", string | null> = {
    record: "Nothing was read yet.",
    deliver: null,
  };
  const failed = (part: keyof typeof failures, error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    if (failures[part] !== text) log.error({ err: error }, text);
    failures[part] = text;
  };

  const connection = workersConnection(database);
  /** Works as long as the connection lives that may, and ends when it is lost. */
  const work = async (): Promise<void> => {
    const db = await connection.hold();
    if (db === undefined) {
      Object.assign(state, { status: "stands-by", ...idle });
      head = failures.record = null;
      return;
    }
    const lost = new Promise<void>((resolve) => db.once("end", () => resolve()));
    const ended = new AbortController();
    void lost.then(() => ended.abort());
    const end = AbortSignal.any([ended.signal, stopped.signal]);
    const store = new Store(db, delivery);
    const deliverer = new Deliverer({
      store,
      secrets,
      settings: delivery,
      rules,
      onSettled: ({ endpoint, event }, { state: outcome, pause: why, attempt }) => {
        attempts.inc({ outcome });
        log.info({ endpoint, event, outcome, said: attempt.said }, "attempt");
        if (why !== null) log.warn({ endpoint }, "endpoint paused");
      },
      onFree: () => due.ring(),
      onFailure: (error) => failed("deliver", error),
    });
    state.status = "delivers";
    const repeat = async (
      part: keyof typeof failures,
      each: number,
      look: () => Promise<void>,
      bell = new Bell(),
    ) => {
      while (!end.aborted) {
        try {
          await look();
          failures[part] = null;
        } catch (error) {
          failed(part, error);
        }
        await bell.wait(each, end);
      }
    };
    let forgotAt = 0;
    await Promise.all([
      repeat("record", interval.record, async () => {
        // Told also while the index gives no answer.
        const { acceptedAt, ...standing } = await store.standing();
        Object.assign(state, standing);
        state.acceptedAt = acceptedAt === null ? null : Math.floor(acceptedAt / 1_000);
        head = await source.head();
        const { recorded: count, block } = await record(source, store, Date.now);
        recorded.inc(count);
        if (count > 0) due.ring();
        state.block = block;
        if (Date.now() - forgotAt > interval.forget) {
          forgotAt = Date.now();
          await store.forget(forgotAt);
        }
      }),
      repeat("deliver", interval.deliver, () => deliverer.look(), due),
    ]);
    await deliverer.stop();
  };
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await work().catch((error: unknown) => failed("deliver", error));
      await pause(interval.record, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();

  const health = (): WebhooksHealth => {
    const failure = failures.record ?? failures.deliver;
    const { block } = state;
    const behind = head === null || block === null ? null : Math.max(0, head - block);
    return { ...state, ...(failure === null ? {} : { status: "fails" }), behind, failure };
  };
  for (const [name, help, value] of [
    ["waiting_deliveries", "Deliveries that wait at endpoints that are not paused.", "waiting"],
    [
      "failing_endpoints",
      "Endpoints that are not paused and whose last attempt failed.",
      "failing",
    ],
    ["paused_endpoints", "Endpoints that are paused, by the service or by their owners.", "paused"],
    ["behind_blocks", "Blocks that stand and of which not everything is recorded.", "behind"],
    [
      "accepted_timestamp_seconds",
      "When a receiver accepted something last, since 1970.",
      "acceptedAt",
    ],
  ] as const)
    new Gauge({
      name: `foedus_webhooks_${name}`,
      help,
      registers,
      collect() {
        // What is not known is no number.
        this.set(health()[value] ?? NaN);
      },
    });
  const server = await serveAgent({
    listen,
    health: () => {
      const said = health();
      return { works: said.failure === null, said };
    },
    metrics,
    more: webhooksRequests({
      access,
      endpoints,
      onRefused: ({ status, message }) => log.info({ status }, message),
      onFailure: (error) => log.error({ err: error }, "a request could not be answered"),
    }),
  });
  log.info({ node: settings.node.rpc, url: server.url }, "webhooks started");
  return {
    url: server.url,
    async stop() {
      stopped.abort();
      await server.stop();
      await running;
      await connection.release();
      await endpoints.stop();
      log.info("webhooks stopped");
    },
  };

  /** Waits for a node that has not started yet. */
  async function chainIdOf(client: typeof chain): Promise<number> {
    for (;;) {
      try {
        return await client.getChainId();
      } catch (error) {
        log.warn({ err: error }, "the node gives no answer");
        await pause(1_000);
      }
    }
  }
}

/** Another key would sign with other secrets than those that owners were given. */
async function requireKey(database: string, fingerprint: string): Promise<void> {
  const client = new pg.Client(connectionOptions(database));
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(
      "insert into service (key_fingerprint) values ($1) on conflict (singular) do nothing",
      [fingerprint],
    );
    const { rows } = await client.query<{ key_fingerprint: string }>(
      "select key_fingerprint from service",
    );
    if (rows[0]?.key_fingerprint === fingerprint) return;
    throw new SettingsError(
      "The key is not the one with which this database was begun: every secret would be another one.",
      "Give the former key; where it is lost, give an empty database, and let owners register again.",
    );
  } finally {
    await client.end();
  }
}
