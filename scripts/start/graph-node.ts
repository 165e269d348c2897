import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { type Component, waitUntil } from "./component.ts";
import { LauncherError } from "./launcher-error.ts";
import type { Ports } from "./ports.ts";
import { SupervisedProcess, type Surroundings } from "./supervised-process.ts";

/** Name of the subgraph in the query path, as in production. */
const subgraphName = "foedus";

/** What one graph-node is told. */
export interface GraphNodeSettings {
  ports: GraphNodePorts;
  /** The built subgraph; gnd wants one from its first moment on. */
  manifest: string;
  /** Network name in the subgraph's manifest. */
  network: string;
  databaseUrl: string;
  rpc: string;
  ipfs: string;
}

export type GraphNodePorts = Pick<Ports, "graphql" | "graphAdmin" | "graphStatus" | "graphMetrics">;

/** How gnd is run; in the folder of the manifest. */
export function graphNodeCommand({
  ports,
  manifest,
  network,
  databaseUrl,
  rpc,
  ipfs,
}: GraphNodeSettings): { args: string[]; env: Record<string, string>; cwd: string } {
  return {
    args: [
      "dev",
      "--manifests",
      // Relative, because a colon in the path would be taken for the mark before the build folder.
      `${path.basename(manifest)}:.`,
      "--ethereum-rpc",
      `${network}:${rpc}`,
      "--ipfs",
      ipfs,
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
      POSTGRES_URL: databaseUrl,
      GRAPH_LOG: "info",
      // With their defaults a new block can stay unseen for half a minute.
      GRAPH_CHAIN_HEAD_WATCHER_TIMEOUT: "1",
      ETHEREUM_POLLING_INTERVAL: "100",
      // After an end without warning it deploys the subgraph while it starts it, and the two can trip over each other: by default it
      // tries again after two minutes.
      GRAPH_SUBGRAPH_ERROR_RETRY_CEIL_SECS: "2",
      GRAPH_ALLOW_NON_DETERMINISTIC_FULLTEXT_SEARCH: "true",
    },
    cwd: path.dirname(manifest),
  };
}

/** Resolves once graph-node has the subgraph under production's query path. What is indexed is asked by `indexStatus`. */
export async function deploySubgraph(
  ports: GraphNodePorts,
  manifest: string,
  { signal, within = 60_000 }: { signal: AbortSignal; within?: number },
): Promise<void> {
  await waitUntil(
    "The deployment of the subgraph by graph-node",
    async (probe) => {
      // gnd deploys the manifest itself, under a name that cannot be chosen. A second deployment at the same moment
      // would collide with it; a later one under our name shares its data.
      const { data, errors = [] } = await query(queryUrl(ports, "subgraph-0"), probe);
      // While its tables are being made, graph-node answers with other errors.
      return (
        data !== undefined ||
        errors.some(({ message }) => message.includes("has not started syncing"))
      );
    },
    { within, every: 20, signal },
  );
  await administer(ports, signal, "subgraph_create", { name: subgraphName });
  await administer(ports, signal, "subgraph_deploy", {
    name: subgraphName,
    ipfs_hash: path.resolve(manifest),
  });
}

export interface IndexStatus {
  /** Newest block that is indexed. */
  block: number;
  hasFailed: boolean;
}

/** How far the index is; nothing while it has not begun. */
export async function indexStatus(
  ports: GraphNodePorts,
  signal: AbortSignal,
): Promise<IndexStatus | undefined> {
  const { data } = await query(graphNodeUrl(ports), signal);
  if (data === undefined) return undefined;
  return { block: data._meta.block.number, hasFailed: data._meta.hasIndexingErrors };
}

async function administer(
  ports: GraphNodePorts,
  signal: AbortSignal,
  method: string,
  params: object,
): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${ports.graphAdmin}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
  });
  const { error } = (await response.json()) as { error?: { message: string } };
  if (error !== undefined) {
    throw new LauncherError(
      `graph-node refuses the subgraph (${method}): ${error.message}`,
      "read its log, and the manifest of the subgraph.",
    );
  }
}

async function query(url: string, signal: AbortSignal): Promise<MetaAnswer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "{ _meta { hasIndexingErrors block { number } } }" }),
    signal,
  });
  return (await response.json()) as MetaAnswer;
}

/** The real graph-node in its developer's build (gnd), which reads a subgraph from a folder instead of from IPFS. */
export class GraphNode implements Component {
  readonly name = "graph-node";
  readonly #ports: Ports;
  readonly #manifest: string;
  readonly #process: SupervisedProcess;
  readonly #signal: AbortSignal;

  constructor(
    options: GraphNodeSettings & { ports: Ports; binary: string; surroundings: Surroundings },
  ) {
    this.#ports = options.ports;
    this.#manifest = options.manifest;
    this.#signal = options.surroundings.signal;
    this.#process = new SupervisedProcess(
      {
        name: this.name,
        command: options.binary,
        ...graphNodeCommand(options),
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

  async ready(): Promise<void> {
    await this.#process.untilEnd(
      deploySubgraph(this.#ports, this.#manifest, { signal: this.#signal }),
    );
  }

  /** Resolves once the index holds everything up to `block`. */
  async indexed(block: number): Promise<void> {
    await this.#process.untilEnd(
      waitUntil(
        `Indexing up to block ${block}`,
        async (signal) => {
          const status = await indexStatus(this.#ports, signal);
          if (status?.hasFailed === true) {
            throw new LauncherError(
              "The subgraph failed while indexing.",
              `read ${this.#process.logFile}.`,
            );
          }
          return status !== undefined && status.block >= block;
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
}

interface MetaAnswer {
  data?: { _meta: { hasIndexingErrors: boolean; block: { number: number } } };
  errors?: { message: string }[];
}

function queryUrl(ports: GraphNodePorts, name: string): string {
  return `http://127.0.0.1:${ports.graphql}/subgraphs/name/${name}`;
}

/** Where the index answers once it is deployed. */
export function graphNodeUrl(ports: GraphNodePorts): string {
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
