import type { Logger } from "pino";
import { BaseError, ContractFunctionRevertedError, type Hex, http, keccak256 } from "viem";
import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

import { serveAgent } from "../agent-server.ts";
import { clients } from "../clients/clients.ts";
import { enodeUrl, type NodeClient } from "../clients/node-client.ts";
import { wrong } from "../settings.ts";
import type { Drift, SeenPeer, Sighting } from "./decide.ts";
import { AccountRightsReader } from "./account-rights.ts";
import { describeDrift, describeSighting, Enforcer, type Look } from "./enforcer.ts";
import { Evidence, type Reported } from "./evidence.ts";
import { LastKnownFile } from "./last-known.ts";
import { RegisterReader } from "./register.ts";
import type { EnforcerSettings } from "./settings.ts";

const driftKinds: readonly Drift["kind"][] = [
  "missing-peer",
  "extra-peer",
  "missing-entry",
  "extra-entry",
  "allowlist-off",
  "missing-account",
  "extra-account",
  "account-allowlist-off",
  "accounts-unkept",
  "missing-validator",
  "extra-validator",
  "break-glass",
  "stale-head",
  "future-head",
  "behind",
  "false-head",
  "filter-off",
  "unresolved-host",
];

const sightingKinds: readonly Sighting["kind"][] = [
  "silent-validator",
  "other-address",
  "informed-stranger",
  "neighbour-drifts",
  "neighbour-silent",
];

/** The same for people and for whoever hands it on. */
export interface Told {
  /** Id of the node that it is about, the hash of its public key, as in the NodeRegistry; null where it is about no single one. */
  node: Hex | null;
  text: string;
}

/** What `/health` says. The status code is 200 while the node answers, else 503. */
export interface Health {
  status: "obeys" | "drifts" | "unreachable";
  /** Newest block of the node; null while it has never answered. */
  head: number | null;
  /** Public key of the node; null while it has never answered. */
  node: Hex | null;
  /** Nodes that are connected to it. */
  peers: SeenPeer[];
  /** Where the own node is out of line. */
  drift: (Drift & Told)[];
  /** What is seen of other operators' nodes. */
  seen: (Sighting & Told)[];
  /** Why the node could not be looked at, while it cannot. */
  failure: string | null;
  /** Why it does not say on the chain whether the node obeys, while it tries to. */
  unreported: string | null;
}

export interface EnforcerAgent {
  /** Where `/health` and `/metrics` are. */
  url: string;
  stop(): Promise<void>;
}

export interface EnforcerRun {
  /** File of the last known register. */
  state: string;
  /** Whether it counts as long as the node cannot read the contracts or is behind it. */
  breakGlass?: boolean;
}

/** Runs an enforcer with its log, `/health` and `/metrics`, until it is stopped. */
export async function startEnforcerAgent(
  settings: EnforcerSettings,
  log: Logger,
  { state, breakGlass = false }: EnforcerRun,
): Promise<EnforcerAgent> {
  const lastKnown = new LastKnownFile(state, settings.addresses.NodeRegistry);
  const report = new Report(log);
  const client = new clients[settings.node.client](settings.node.rpc);
  const evidence =
    settings.report &&
    new Evidence({
      ...settings.report,
      transport: http(settings.node.rpc, { retryCount: 0 }),
      node: () => client.publicKey(),
    });
  const enforcer = new Enforcer({
    client,
    register: new RegisterReader(settings.node.rpc, settings.addresses),
    ...accountRights(client, settings),
    founders: settings.founders,
    lastKnown,
    ...(breakGlass ? { breakGlass: lastKnown.read() } : {}),
    ...(settings.filter === undefined ? {} : { filter: settings.filter }),
    neighbours: settings.neighbours,
    onLook: (look) => {
      report.looked(look);
      if (evidence && look.head !== null)
        void evidence.looked(look.head, look.drift).then((reported) => report.reported(reported));
    },
    onFailure: (error) => report.failed(error),
    onUnsaved: (error) => report.unsaved(error),
  });
  const { listen } = settings;
  const server = await serveAgent({
    listen,
    health: () => report.health(),
    metrics: report.metrics,
  });
  enforcer.start();
  const { url } = server;
  log.info({ node: settings.node.rpc, url }, "enforcer started");
  return {
    url,
    async stop() {
      await enforcer.stop();
      await server.stop();
      log.info("enforcer stopped");
    },
  };
}

/** Who may send transactions, where the client can refuse them. @throws SettingsError when it is not known whom to ask. */
function accountRights(
  { accountAllowlist }: NodeClient,
  { node, addresses }: EnforcerSettings,
): { accounts?: AccountRightsReader } {
  if (accountAllowlist === undefined) return {};
  if (addresses.PermissionViews === undefined) {
    throw wrong(
      "addresses.PermissionViews",
      undefined,
      `an address, 20 bytes in hexadecimal: a node of ${node.client} refuses transactions by what it says`,
    );
  }
  return { accounts: new AccountRightsReader(node.rpc, addresses.PermissionViews) };
}

/** What an enforcer tells the world: log lines when something changes, metrics, the answer to a probe. */
class Report {
  readonly #log: Logger;
  readonly metrics = new Registry();
  readonly #head = this.#gauge("head_block", "Newest block of the own node.");
  readonly #up = this.#gauge("node_up", "Whether the own node answers (1) or not (0).");
  readonly #filter = this.#gauge("filter_sources", "Entries of the network's own filter.");
  readonly #accounts = this.#gauge("accounts", "Accounts that may send transactions.");
  readonly #drift: Gauge<"kind">;
  readonly #seen: Gauge<"kind">;
  readonly #orders: Counter<"order">;
  readonly #failures: Counter;
  readonly #reports: Counter<"outcome">;
  #unsaved: string | undefined;
  #health: Health = {
    status: "unreachable",
    head: null,
    node: null,
    peers: [],
    drift: [],
    seen: [],
    failure: "not looked yet",
    unreported: null,
  };

  constructor(log: Logger) {
    this.#log = log;
    const registers = [this.metrics];
    this.#drift = new Gauge({
      name: "foedus_enforcer_drift",
      help: "What the node does not do as the contracts say, by kind.",
      labelNames: ["kind"],
      registers,
    });
    this.#seen = new Gauge({
      name: "foedus_enforcer_seen",
      help: "What is seen of other operators' nodes, by kind.",
      labelNames: ["kind"],
      registers,
    });
    this.#orders = new Counter({
      name: "foedus_enforcer_orders_total",
      help: "Orders given to the client, by what was ordered.",
      labelNames: ["order"],
      registers,
    });
    this.#reports = new Counter({
      name: "foedus_enforcer_reports_total",
      help: "Reports on the chain, by whether they came to stand there.",
      labelNames: ["outcome"],
      registers,
    });
    this.#failures = new Counter({
      name: "foedus_enforcer_failures_total",
      help: "Looks that failed because the node did not answer.",
      registers,
    });
    // The delay of the event loop is sampled once a second: a hundred times, as is the default, would be half of all work.
    collectDefaultMetrics({ register: this.metrics, eventLoopMonitoringPrecision: 1_000 });
  }

  looked({ head, node, peers, drift, seen, filter, accounts, done }: Look): void {
    const before = this.#health;
    this.#health = {
      status: drift.length === 0 ? "obeys" : "drifts",
      head: head === null ? before.head : Number(head),
      node,
      peers,
      drift: drift.map((one) => ({
        ...one,
        node: nodeOf(one),
        text: describeDrift(one),
      })),
      seen: seen.map((one) => ({ ...one, node: nodeOf(one), text: describeSighting(one) })),
      failure: null,
      unreported: before.unreported,
    };
    if (before.failure !== null) this.#log.info({ head: this.#health.head }, "the node answers");
    this.#up.set(1);
    if (head !== null) this.#head.set(Number(head));
    for (const kind of driftKinds) {
      const some = drift.filter((one) => one.kind === kind);
      this.#drift.set({ kind }, sum(some.map((one) => ("accounts" in one ? one.accounts : 1))));
    }
    for (const kind of sightingKinds) {
      this.#seen.set({ kind }, seen.filter((one) => one.kind === kind).length);
    }
    if (accounts !== null) this.#accounts.set(accounts);
    if (filter !== null && filter.sources !== null) this.#filter.set(filter.sources);
    this.#logChanges(
      [...before.drift, ...before.seen],
      [...this.#health.drift, ...this.#health.seen],
    );
    for (const peer of done.disconnect) {
      this.#orders.inc({ order: "disconnect" });
      this.#log.warn({ peer }, "disconnected a node that does not belong");
    }
    for (const order of ["allow", "disallow", "connect"] as const) {
      this.#orders.inc({ order }, done[order].length);
      for (const enode of order === "connect" ? [] : done[order]) {
        this.#log.info({ order, enode: enodeUrl(enode) }, "changed the client's allowlist");
      }
    }
    for (const [order, accounts] of [
      ["allow-account", done.allowAccounts],
      ["disallow-account", done.disallowAccounts],
    ] as const) {
      this.#orders.inc({ order }, accounts.length);
      if (accounts.length === 0) continue;
      const said = { order, count: accounts.length, accounts: accounts.slice(0, mostLogged) };
      this.#log.info(said, "changed the client's list of accounts");
    }
    for (const vote of done.votes) {
      this.#orders.inc({ order: "vote" });
      this.#log.info({ vote }, "cast a vote on a validator");
    }
  }

  failed(error: unknown): void {
    const failure = error instanceof Error ? error.message : String(error);
    if (this.#health.failure !== failure) this.#log.error({ err: error }, failure);
    // Who was connected is not known any more.
    this.#health = { ...this.#health, status: "unreachable", peers: [], failure };
    this.#up.set(0);
    this.#failures.inc();
  }

  #logChanges(before: readonly Told[], now: readonly Told[]): void {
    const known = new Set(before.map(({ text }) => text));
    for (const one of now) if (!known.delete(one.text)) this.#log.warn({ drift: one }, one.text);
    for (const text of known) this.#log.info(`in line again: ${text}`);
  }

  unsaved(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (this.#unsaved !== text) this.#log.warn({ err: error }, "cannot keep the last known state");
    this.#unsaved = text;
  }

  /** What became of what was to be said on the chain. */
  reported(reported: Reported): void {
    if (reported.outcome === "reported") {
      this.#reports.inc({ outcome: "reported" });
      this.#health = { ...this.#health, unreported: null };
      const { transaction, drifts } = reported;
      this.#log.info({ transaction, drifts }, "said on the chain whether the node obeys");
    } else if (reported.outcome === "failed") {
      this.#reports.inc({ outcome: "failed" });
      // Tried again every few seconds, for days where nobody has registered the account yet.
      const why = describeFailure(reported.error);
      // Without the error itself, which carries the whole interface of the contract.
      if (this.#health.unreported !== why)
        this.#log.warn({ why }, `cannot say on the chain whether the node obeys: ${why}`);
      this.#health = { ...this.#health, unreported: why };
    }
  }

  health() {
    return { works: this.#health.status !== "unreachable", said: this.#health };
  }

  #gauge(name: string, help: string): Gauge {
    return new Gauge({ name: `foedus_enforcer_${name}`, help, registers: [this.metrics] });
  }
}

/** The contract's own word where it refuses, without what changes from one try to the next. */
function describeFailure(error: unknown): string {
  const refusal =
    error instanceof BaseError
      ? error.walk((cause) => cause instanceof ContractFunctionRevertedError)
      : null;
  switch (refusal instanceof ContractFunctionRevertedError ? refusal.data?.errorName : undefined) {
    case "NodeMonitoringUnknown":
      return "nobody has registered the node";
    case "NodeMonitoringNotOperator":
      return "the account that reports may not act for the node's organisation: register it there with access to transact";
    default:
      return error instanceof BaseError ? error.shortMessage : String(error);
  }
}

/** Accounts that one line of the log names. */
const mostLogged = 100;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const nodeOf = (one: Drift | Sighting): Hex | null =>
  "publicKey" in one ? keccak256(one.publicKey) : null;
