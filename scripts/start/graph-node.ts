import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { type Component, waitUntil } from "./component.ts";
import { LauncherError } from "./launcher-error.ts";
import type { Ports } from "./ports.ts";
import { SupervisedProcess, type Surroundings } from "./supervised-process.ts";

/** Name of the subgraph in the query path, as in production. */
const subgraphName = "foedus";

/** The real graph-node in its developer's build (gnd), which reads a subgraph from a folder instead of from IPFS. */
export class GraphNode implements Component {
  readonly name = "graph-node";
  readonly #ports: Ports;
  readonly #manifest: string;
  readonly #process: SupervisedProcess;
  readonly #signal: AbortSignal;

  constructor(options: {
    ports: Ports;
    binary: string;
    /** The built subgraph; gnd wants one from its first moment on. */
    manifest: string;
    /** Network name in the subgraph's manifest. */
    network: string;
    databaseUrl: string;
    rpc: string;
    ipfs: string;
    surroundings: Surroundings;
  }) {
    const { ports, binary, manifest, network, rpc } = options;
    this.#ports = ports;
    this.#manifest = manifest;
    this.#signal = options.surroundings.signal;
    this.#process = new SupervisedProcess(
      {
        name: this.name,
        command: binary,
        args: [
          "dev",
          "--manifests",
          // Relative, because a colon in the path would be taken for the mark before the build folder.
          `${path.basename(manifest)}:.`,
          "--ethereum-rpc",
          `${network}:${rpc}`,
          "--ipfs",
          options.ipfs,
          "--http-port",
          String(ports.graphql),
          "--admin-port",
          String(ports.graphAdmin),
          "--index-node-port",
          String(ports.graphStatus),
          "--metrics-port",
          String(ports.graphMetrics),
        ],
        env: {
          // In the environment and not among the arguments, where every user of the machine could read the password.
          POSTGRES_URL: options.databaseUrl,
          GRAPH_LOG: "info",
          // With their defaults a new block can stay unseen for half a minute.
          GRAPH_CHAIN_HEAD_WATCHER_TIMEOUT: "1",
          ETHEREUM_POLLING_INTERVAL: "100",
          GRAPH_ALLOW_NON_DETERMINISTIC_FULLTEXT_SEARCH: "true",
        },
        cwd: path.dirname(manifest),
        // graph-node's clean stop; it may still end in an abort with a panic text, which means nothing.
        stopSignal: "SIGINT",
      },
      options.surroundings,
    );
  }

  get url(): string {
    return graphNodeUrl(this.#ports);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async start(): Promise<void> {
    await this.#process.start();
  }

  /** Resolves once the subgraph is deployed under production's query path. What is indexed is asked by `indexed`. */
  async ready(): Promise<void> {
    await this.#process.untilEnd(
      waitUntil(
        "The deployment of the subgraph by graph-node",
        async (signal) => {
          // gnd deploys the manifest itself, under a name that cannot be chosen. A second deployment at the same moment
          // would collide with it; a later one under our name shares its data.
          const { data, errors = [] } = await this.#query(
            queryUrl(this.#ports, "subgraph-0"),
            signal,
          );
          // While its tables are being made, graph-node answers with other errors.
          return (
            data !== undefined ||
            errors.some(({ message }) => message.includes("has not started syncing"))
          );
        },
        { within: 60_000, every: 20, signal: this.#signal },
      ),
    );
    await this.#admin("subgraph_create", { name: subgraphName });
    await this.#admin("subgraph_deploy", {
      name: subgraphName,
      ipfs_hash: path.resolve(this.#manifest),
    });
  }

  /** Resolves once the index holds everything up to `block`. */
  async indexed(block: number): Promise<void> {
    await this.#process.untilEnd(
      waitUntil(
        `Indexing up to block ${block}`,
        async (signal) => {
          const { data } = await this.#query(this.url, signal);
          if (data?._meta.hasIndexingErrors === true) {
            throw new LauncherError(
              "The subgraph failed while indexing.",
              `read ${this.#process.logFile}.`,
            );
          }
          return data !== undefined && data._meta.block.number >= block;
        },
        { within: 120_000, signal: this.#signal },
      ),
    );
    this.#process.settled();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }

  /** Ends graph-node without asking; it is started again. */
  restart(): void {
    this.#process.restart();
  }

  async #admin(method: string, params: object): Promise<void> {
    const request = fetch(`http://127.0.0.1:${this.#ports.graphAdmin}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(30_000)]),
    });
    const response = await this.#process.untilEnd(request);
    const { error } = (await response.json()) as { error?: { message: string } };
    if (error !== undefined) {
      throw new LauncherError(
        `graph-node refuses the subgraph (${method}): ${error.message}`,
        `read ${this.#process.logFile}; the manifest is ${this.#manifest}.`,
      );
    }
  }

  async #query(url: string, signal: AbortSignal): Promise<MetaAnswer> {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ _meta { hasIndexingErrors block { number } } }" }),
      signal,
    });
    return (await response.json()) as MetaAnswer;
  }
}

interface MetaAnswer {
  data?: { _meta: { hasIndexingErrors: boolean; block: { number: number } } };
  errors?: { message: string }[];
}

function queryUrl(ports: Ports, name: string): string {
  return `http://127.0.0.1:${ports.graphql}/subgraphs/name/${name}`;
}

/** Where the index answers once it is deployed. */
export function graphNodeUrl(ports: Ports): string {
  return queryUrl(ports, subgraphName);
}

/** The program of the optional package, which exists for Linux on x64 only. */
export function findGraphNode(): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve(
      `@graphprotocol/gnd-${process.platform}-${process.arch}/bin/gnd`,
    );
    fs.accessSync(file, fs.constants.X_OK);
    return file;
  } catch {
    return undefined;
  }
}
