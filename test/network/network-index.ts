import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { Component } from "../../scripts/start/component.ts";
import { findGraphNode, GraphNode } from "../../scripts/start/graph-node.ts";
import { IpfsStandIn } from "../../scripts/start/ipfs-stand-in.ts";
import { portsAt } from "../../scripts/start/ports.ts";
import { EmbeddedPostgres } from "../../scripts/start/postgres.ts";
import { ProcessRegister } from "../../scripts/start/process-register.ts";
import type { Surroundings } from "../../scripts/start/supervised-process.ts";
import { placeSubgraph } from "../../subgraph/build.ts";
import type { KaiaNetwork } from "./kaia-network.ts";

/** The real graph-node on an embedded PostgreSQL beside a network's first node, from the network's first block on. */
export class NetworkIndex {
  readonly #network: KaiaNetwork;
  readonly #abort = new AbortController();
  readonly #started: Component[] = [];
  #graphNode: GraphNode | undefined;

  private constructor(network: KaiaNetwork) {
    this.#network = network;
  }

  /** The subgraph has to be built before. */
  static async start(network: KaiaNetwork): Promise<NetworkIndex> {
    const index = new NetworkIndex(network);
    try {
      await index.#start();
      return index;
    } catch (error) {
      await index.stop();
      throw error;
    }
  }

  /** Where it answers. */
  get url(): string {
    return this.#running.url;
  }

  /** Resolves once it holds everything up to `block`; rejects as soon as the subgraph has failed. */
  async indexed(block: bigint): Promise<void> {
    await this.#running.indexed(Number(block));
  }

  async ask<T>(query: string): Promise<T> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
    if (data === undefined)
      throw new Error(`The index does not answer ${query}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Milliseconds from a block at the node until the index has it, for so many of the next blocks. */
  async lags(count: number): Promise<number[]> {
    const lags: number[] = [];
    const seenAt = new Map<number, number>();
    let indexed: number | undefined;
    while (lags.length < count) {
      const [newest, known] = await Promise.all([
        this.#network.node(0).client.head(),
        this.#indexedBlock(),
      ]);
      const now = performance.now();
      indexed ??= known;
      const block = Number(newest);
      if (block > indexed && !seenAt.has(block)) seenAt.set(block, now);
      for (const [seen, at] of seenAt) {
        if (seen > known) continue;
        lags.push(now - at);
        seenAt.delete(seen);
        indexed = Math.max(indexed, seen);
      }
      await pause(20);
    }
    return lags;
  }

  async stop(): Promise<void> {
    for (const component of this.#started.splice(0)) await component.stop();
    this.#abort.abort();
  }

  async #start(): Promise<void> {
    const binary = findGraphNode();
    if (binary === undefined) throw new Error("There is no graph-node for this machine.");
    const folder = path.join(this.#network.folder, "index");
    const surroundings: Surroundings = {
      logs: path.join(folder, "logs"),
      register: new ProcessRegister(path.join(folder, "processes.json")),
      report: () => undefined,
      signal: this.#abort.signal,
    };
    // In a network of their own no port is taken.
    const ports = portsAt(0);
    const database = await this.#launch(
      new EmbeddedPostgres({
        port: ports.postgres,
        folder: path.join(folder, "postgres"),
        surroundings,
        onRestart: () => undefined,
      }),
    );
    const ipfs = await this.#launch(
      new IpfsStandIn({ port: ports.ipfs, folder: path.join(folder, "ipfs") }),
    );
    const manifest = placeSubgraph(path.join(folder, "subgraph"), {
      network: "foedus",
      addresses: { ...this.#network.addresses },
      startBlocks: 0,
      genesisLogs: this.#network.genesisLogs,
    });
    this.#graphNode = await this.#launch(
      new GraphNode({
        ports,
        binary,
        manifest,
        network: "foedus",
        databaseUrl: database.url,
        rpc: this.#network.node(0).rpc,
        ipfs: ipfs.url,
        surroundings,
      }),
    );
  }

  async #launch<C extends Component>(component: C): Promise<C> {
    this.#started.unshift(component);
    await component.start();
    await component.ready();
    return component;
  }

  async #indexedBlock(): Promise<number> {
    const { _meta } = await this.ask<{ _meta: { block: { number: number } } }>(
      "{ _meta { block { number } } }",
    );
    return _meta.block.number;
  }

  get #running(): GraphNode {
    if (this.#graphNode === undefined) throw new Error("The index has not started.");
    return this.#graphNode;
  }
}
