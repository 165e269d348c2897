import fs from "node:fs";
import path from "node:path";

import { foundingCouncils } from "../../deploy/founding-councils.ts";
import { build, type ProductName } from "./build.ts";
import type { Component, Report } from "./component.ts";
import { waitUntil } from "./component.ts";
import type { Chain, Genesis } from "./chain.ts";
import { DappServer } from "./dapp-server.ts";
import { type Endpoints, writeEndpoints } from "./endpoints.ts";
import { findGraphNode, GraphNode, graphNodeUrl } from "./graph-node.ts";
import { IpfsStandIn } from "./ipfs-stand-in.ts";
import { describeFailure, LauncherError } from "./launcher-error.ts";
import { LauncherLock } from "./launcher-lock.ts";
import { type Ports, portOffsetFrom, portsAt, refuseTakenPorts } from "./ports.ts";
import { type Database, EmbeddedPostgres, ExternalPostgres } from "./postgres.ts";
import { ProcessRegister } from "./process-register.ts";
import { Relayer } from "./relayer.ts";
import { Simulator } from "./simulator.ts";
import type { Surroundings } from "./supervised-process.ts";
import { Webhooks } from "./webhooks.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** Name of the chain in the subgraph's manifest and at graph-node. */
const network = "foedus";

export interface StackOptions {
  /** Moves every port; `FOEDUS_PORT_OFFSET` when left out. */
  portOffset?: number;
  /** Where everything generated at run time lives; `local` below `FOEDUS_HOME` or `.foedus` when left out. */
  folder?: string;
  report?: Report;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

export interface Stack {
  endpoints: Endpoints;
  endpointsFile: string;
  /** Process ids of the parts that are programs of their own, for tests that end one. */
  pids: () => Record<string, number | undefined>;
  /** Stops every part in order and removes all data. */
  stop: () => Promise<void>;
}

/** The folder of the local stack: logs, data, and `endpoints.json`. */
export function localFolder(): string {
  return path.join(path.resolve(root, process.env["FOEDUS_HOME"] ?? ".foedus"), "local");
}

/** Starts chain, genesis, index and dApp; everything answers when it resolves. When it rejects, nothing is left running. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folder = path.resolve(options.folder ?? localFolder());
  const ports = portsAt(options.portOffset ?? portOffsetFrom(process.env["FOEDUS_PORT_OFFSET"]));
  const lock = new LauncherLock(path.join(folder, "launcher.lock"));
  lock.take();
  const starting = new StartingStack(folder, ports, lock, options);
  try {
    return await starting.start();
  } catch (error) {
    // What went wrong first is what the caller has to know.
    await starting
      .abandon(error)
      .catch((failure: unknown) => options.report?.(describeFailure(failure)));
    throw options.signal?.aborted === true ? options.signal.reason : error;
  }
}

class StartingStack {
  readonly #folder: string;
  readonly #endpointsFile: string;
  readonly #report: Report;
  readonly #ports: Ports;
  readonly #abort = new AbortController();
  readonly #register: ProcessRegister;
  readonly #surroundings: Surroundings;
  readonly #lock: LauncherLock;
  /** In the order in which they are stopped. */
  readonly #parts: {
    dapp?: DappServer;
    relayer?: Relayer;
    simulator?: Simulator;
    webhooks?: Webhooks;
    graphNode?: GraphNode;
    database?: Database;
    ipfs?: IpfsStandIn;
    chain?: Chain;
  } = {};
  /** Everything under way: nothing is stopped before it has come to an end. */
  readonly #works: Promise<unknown>[] = [];

  constructor(folder: string, ports: Ports, lock: LauncherLock, options: StackOptions) {
    this.#folder = folder;
    this.#endpointsFile = path.join(folder, "endpoints.json");
    this.#report = options.report ?? (() => undefined);
    this.#ports = ports;
    this.#register = new ProcessRegister(path.join(folder, "processes.json"));
    this.#lock = lock;
    const { signal } = this.#abort;
    this.#surroundings = {
      logs: path.join(folder, "logs"),
      register: this.#register,
      report: this.#report,
      signal,
    };
    if (options.signal !== undefined) {
      const outer = options.signal;
      outer.addEventListener("abort", () => this.#abort.abort(outer.reason));
      if (outer.aborted) this.#abort.abort(outer.reason);
    }
  }

  async start(): Promise<Stack> {
    const began = performance.now();
    // Whoever waits for this file must not take that of a killed launcher for ours.
    fs.rmSync(this.#endpointsFile, { force: true });
    const ended = await this.#register.endLeftOver();
    if (ended.length > 0)
      this.#report(`Ended what an earlier start had left behind: ${ended.join(", ")}.`);
    this.#removeData();
    fs.rmSync(this.#surroundings.logs, { recursive: true, force: true });

    const program = findGraphNode();
    const graphql = program === undefined ? process.env["SUBGRAPH_URL"] : graphNodeUrl(this.#ports);
    if (graphql === undefined) {
      throw new LauncherError(
        `graph-node is not there: its package @graphprotocol/gnd-${process.platform}-${process.arch} is not installed or does not exist (it does for linux-x64).`,
        "on Linux x64 delete node_modules and start again; elsewhere run a graph-node with this subgraph yourself and set SUBGRAPH_URL to its query address.",
      );
    }
    const foreignDatabase = process.env["FOEDUS_POSTGRES_URL"];
    await refuseTakenPorts(this.#ports, [
      "rpc",
      "app",
      "relayer",
      "simulator",
      "webhooks",
      ...(program === undefined
        ? []
        : (["graphql", "graphAdmin", "graphStatus", "graphMetrics", "ipfs"] as const)),
      ...(foreignDatabase !== undefined ? [] : (["postgres"] as const)),
    ]);

    const bindings = this.#work(async () => {
      await this.#build("contracts");
      await this.#build("bindings");
    });
    const subgraph = this.#work(async () => {
      await bindings;
      if (program !== undefined) await this.#build("subgraph");
    });
    const app = this.#work(async () => {
      await bindings;
      await this.#build("app");
    });
    const chain = this.#work(async () => {
      await bindings;
      return await this.#startChain();
    });
    const genesis = this.#work(async () => await this.#deploy(await chain));
    const lastBlock = this.#work(async () => await this.#seed(await chain, await genesis));
    const database = this.#work(async () => await this.#startDatabase(foreignDatabase));
    void this.#work(async () => {
      if (program === undefined) {
        await this.#waitForForeignIndex(graphql);
        return;
      }
      const { url } = await database;
      await subgraph;
      await this.#startIndex(program, url, await genesis, lastBlock);
    });
    void this.#work(async () => this.#startRelayer(await database, await genesis));
    void this.#work(async () => this.#startSimulator(await genesis));
    void this.#work(async () => this.#startWebhooks(await database, await genesis, graphql));
    void this.#work(async () => {
      await app;
      await this.#startDapp(this.#endpoints(await genesis, graphql));
    });
    await Promise.all(this.#works);
    this.#abort.signal.throwIfAborted();

    const endpoints = this.#endpoints(await genesis, graphql);
    writeEndpoints(this.#endpointsFile, endpoints);
    this.#report(`Everything answers after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
    const { dapp: dappServer, relayer, simulator, webhooks } = this.#parts;
    const { graphNode, database: postgres } = this.#parts;
    return {
      endpoints,
      endpointsFile: this.#endpointsFile,
      pids: () => ({
        dapp: dappServer?.pid,
        relayer: relayer?.pid,
        simulator: simulator?.pid,
        webhooks: webhooks?.pid,
        "graph-node": graphNode?.pid,
        postgres: postgres instanceof EmbeddedPostgres ? postgres.pid : undefined,
      }),
      stop: () => this.#stop(),
    };
  }

  /** After a failed or interrupted start: lets what is under way end, then stops what has been started. */
  async abandon(reason: unknown): Promise<void> {
    this.#abort.abort(reason);
    await Promise.allSettled(this.#works);
    await this.#stop();
  }

  async #startChain(): Promise<Chain> {
    // Its modules are made of what the builds write, so that they cannot be loaded before.
    const { Chain } = await import("./chain.ts");
    const chain = (this.#parts.chain = new Chain({ port: this.#ports.rpc }));
    await this.#launch(chain);
    return chain;
  }

  async #deploy(chain: Chain): Promise<Genesis> {
    const began = performance.now();
    const genesis = await chain.deploy();
    this.#report(`The system is deployed (${seconds(began)}).`);
    return genesis;
  }

  async #seed(chain: Chain, genesis: Genesis): Promise<number> {
    const began = performance.now();
    const lastBlock = await chain.seed(genesis, {
      api: `http://127.0.0.1:${this.#ports.app}`,
      folder: path.join(this.#folder, "identities"),
    });
    this.#report(`The sample body is at work (${seconds(began)}).`);
    return lastBlock;
  }

  async #startDatabase(server: string | undefined): Promise<Database> {
    const database = (this.#parts.database =
      server === undefined
        ? new EmbeddedPostgres({
            port: this.#ports.postgres,
            folder: path.join(this.#folder, "postgres"),
            surroundings: this.#surroundings,
            // graph-node has lost its connections and would wait for long.
            onRestart: () => this.#parts.graphNode?.restart(),
          })
        : new ExternalPostgres({ server, surroundings: this.#surroundings }));
    await this.#launch(database);
    return database;
  }

  async #startIndex(
    binary: string,
    databaseUrl: string,
    genesis: Genesis,
    lastBlock: Promise<number>,
  ): Promise<void> {
    const { placeSubgraph } = await import("../../subgraph/build.ts");
    const manifest = placeSubgraph(path.join(this.#folder, "subgraph"), {
      network,
      addresses: { ...genesis.addresses },
      startBlocks: genesis.startBlock,
    });
    const ipfs = (this.#parts.ipfs = new IpfsStandIn({
      port: this.#ports.ipfs,
      folder: path.join(this.#folder, "ipfs"),
    }));
    await this.#launch(ipfs);
    const graphNode = (this.#parts.graphNode = new GraphNode({
      ports: this.#ports,
      binary,
      manifest,
      network,
      databaseUrl,
      rpc: `http://127.0.0.1:${this.#ports.rpc}`,
      ipfs: ipfs.url,
      surroundings: this.#surroundings,
    }));
    await this.#launch(graphNode);
    const began = performance.now();
    await graphNode.indexed(await lastBlock);
    this.#report(`The index holds the whole chain (${seconds(began)}).`);
  }

  async #startRelayer(database: Database, { addresses }: Genesis): Promise<void> {
    const { relayerKey } = await import("../../deploy/networks/local/accounts.ts");
    const relayer = (this.#parts.relayer = new Relayer({
      port: this.#ports.relayer,
      folder: path.join(this.#folder, "relayer"),
      rpc: `http://127.0.0.1:${this.#ports.rpc}`,
      databaseUrl: await database.another("relayer"),
      councils: foundingCouncils(addresses),
      permissionViews: addresses.PermissionViews,
      privateKey: relayerKey(),
      surroundings: this.#surroundings,
    }));
    await this.#launch(relayer);
  }

  async #startSimulator({ chainId, addresses }: Genesis): Promise<void> {
    const simulator = (this.#parts.simulator = new Simulator({
      port: this.#ports.simulator,
      folder: path.join(this.#folder, "simulator"),
      source: { rpc: `http://127.0.0.1:${this.#ports.rpc}`, chainId, addresses },
      surroundings: this.#surroundings,
    }));
    await this.#launch(simulator);
  }

  async #startWebhooks(database: Database, { addresses }: Genesis, graphql: string): Promise<void> {
    const webhooks = (this.#parts.webhooks = new Webhooks({
      port: this.#ports.webhooks,
      folder: path.join(this.#folder, "webhooks"),
      rpc: `http://127.0.0.1:${this.#ports.rpc}`,
      graphql,
      databaseUrl: await database.another("webhooks"),
      addresses,
      surroundings: this.#surroundings,
    }));
    await this.#launch(webhooks);
  }

  async #waitForForeignIndex(url: string): Promise<void> {
    await waitUntil(
      `An answer of the index at ${url} (SUBGRAPH_URL)`,
      async (signal) => {
        const response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ query: "{ _meta { block { number } } }" }),
          signal,
        });
        return response.ok;
      },
      { within: 30_000, signal: this.#abort.signal },
    );
  }

  async #startDapp(endpoints: Endpoints): Promise<void> {
    // The file of the whole stack means that all is ready; the server needs the same a little earlier.
    const early = path.join(this.#folder, "dapp", "endpoints.json");
    writeEndpoints(early, endpoints);
    const dapp = (this.#parts.dapp = new DappServer({
      port: this.#ports.app,
      build: path.join(root, "app", "build"),
      endpointsFile: early,
      relayer: endpoints.relayer,
      simulator: `http://127.0.0.1:${this.#ports.simulator}`,
      webhooks: `http://127.0.0.1:${this.#ports.webhooks}`,
      authorisationKey: path.join(this.#folder, "dapp", "authorisation-key.json"),
      invoices: path.join(this.#folder, "dapp", "invoices"),
      surroundings: this.#surroundings,
    }));
    await this.#launch(dapp);
  }

  #endpoints({ chainId, addresses }: Genesis, graphql: string): Endpoints {
    const app = `http://127.0.0.1:${this.#ports.app}`;
    return {
      chainId,
      rpc: `http://127.0.0.1:${this.#ports.rpc}`,
      graphql,
      app,
      api: app,
      relayer: `http://127.0.0.1:${this.#ports.relayer}`,
      addresses: { ...addresses },
      startedAt: new Date().toISOString(),
    };
  }

  async #build(name: ProductName): Promise<void> {
    await build(name, {
      logs: this.#surroundings.logs,
      signal: this.#abort.signal,
      report: this.#report,
    });
  }

  async #launch(part: Component): Promise<void> {
    this.#abort.signal.throwIfAborted();
    const began = performance.now();
    await part.start();
    await part.ready();
    this.#report(`${part.name} answers (${seconds(began)}).`);
  }

  #work<T>(task: () => Promise<T>): Promise<T> {
    const promise = task();
    // A failure is seen by whoever waits for all works; on its own it must not end the process.
    promise.catch((error: unknown) => this.#abort.abort(error));
    this.#works.push(promise);
    return promise;
  }

  async #stop(): Promise<void> {
    fs.rmSync(this.#endpointsFile, { force: true });
    const { dapp, relayer, simulator, webhooks, graphNode, database, ipfs, chain } = this.#parts;
    const failures: unknown[] = [];
    const parts = [dapp, relayer, simulator, webhooks, graphNode, database, ipfs, chain];
    for (const part of parts) {
      await part?.stop().catch((error: unknown) => failures.push(error));
    }
    this.#removeData();
    this.#lock.release();
    if (failures.length > 0)
      throw new AggregateError(failures, "Not every part could be stopped cleanly.");
  }

  #removeData(): void {
    for (const name of [
      "endpoints.json",
      "processes.json",
      "postgres",
      "subgraph",
      "dapp",
      "identities",
      "relayer",
      "simulator",
      "webhooks",
    ]) {
      fs.rmSync(path.join(this.#folder, name), { recursive: true, force: true });
    }
  }
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}
