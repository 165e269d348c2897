import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { type Address, createPublicClient, type Hex, http, isAddressEqual, slice } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { KaiaClient } from "../../deploy/agents/clients/kaia.ts";
import type { Enode } from "../../deploy/agents/clients/node-client.ts";
import { Enforcer, type Look } from "../../deploy/agents/enforcer/enforcer.ts";
import { RegisterReader } from "../../deploy/agents/enforcer/register.ts";
import type { SystemAddresses, SystemParameters } from "../../deploy/deploy.ts";
import { kaiaGenesis } from "../../deploy/render/kaia-genesis.ts";
import { kaiaInitArguments, kaiaRunArguments } from "../../deploy/render/kaia-node.ts";
import { systemGenesis } from "../../deploy/render/system-genesis.ts";

const host = "127.0.0.1";

/** A Kaia node as a process, and the enforcer beside it. */
export class KaiaNode {
  readonly account = privateKeyToAccount(generatePrivateKeyOnce());
  readonly enode: Enode;
  readonly rpc: string;
  readonly client: KaiaClient;
  /** What its enforcer saw last. */
  look: Look | undefined;
  /** What went wrong in its enforcer since the node answered last. */
  failure: unknown;
  readonly #network: KaiaNetwork;
  readonly #folder: string;
  readonly #ports: { peers: number; rpc: number };
  #process: ChildProcess | undefined;
  #enforcer: Enforcer | undefined;

  constructor(network: KaiaNetwork, index: number) {
    this.#network = network;
    this.#folder = path.join(network.folder, `node-${index}`);
    this.#ports = { peers: 30_000 + 10 * index, rpc: 31_000 + 10 * index };
    this.enode = { publicKey: slice(this.account.publicKey, 1), host, port: this.#ports.peers };
    this.rpc = `http://${host}:${this.#ports.rpc}`;
    this.client = new KaiaClient(this.rpc);
  }

  get address(): Address {
    return this.account.address;
  }

  /** Makes the first block; `genesisFile` may be that of another network. */
  init(genesisFile = this.#network.genesisFile): void {
    fs.mkdirSync(this.#folder, { recursive: true });
    fs.writeFileSync(this.#keyFile, keyOf(this.account.address).slice(2), { mode: 0o600 });
    execFileSync(this.#network.kcn, kaiaInitArguments(this.#folder, genesisFile), {
      stdio: "pipe",
    });
  }

  async start(): Promise<void> {
    const log = fs.openSync(path.join(this.#folder, "node.log"), "a");
    this.#process = spawn(
      this.#network.kcn,
      kaiaRunArguments({
        dataFolder: this.#folder,
        keyFile: this.#keyFile,
        chainId: this.#network.chainId,
        address: this.address,
        port: this.#ports.peers,
        rpcHost: host,
        rpcPort: this.#ports.rpc,
      }),
      { stdio: ["ignore", log, log] },
    );
    fs.closeSync(log);
    await until(`${this.rpc} answers`, async () => (await this.client.head()) >= 0n);
  }

  startEnforcer(): void {
    this.#enforcer = new Enforcer({
      client: this.client,
      register: new RegisterReader(this.rpc, this.#network.addresses),
      founders: this.#network.founders,
      onLook: (look) => {
        this.look = look;
        this.failure = undefined;
      },
      onFailure: (error) => (this.failure = error),
    });
    this.#enforcer.start();
  }

  async stopEnforcer(): Promise<void> {
    await this.#enforcer?.stop();
    this.#enforcer = undefined;
    this.look = undefined;
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await exited;
  }

  /** Public keys of the nodes that are connected to this one. */
  async peerKeys(): Promise<Hex[]> {
    return (await this.client.peers()).map(({ publicKey }) => publicKey);
  }

  /** Whether the node at `address` proposed one of the blocks after `head`. */
  async hasProposed(address: Address, head: bigint): Promise<boolean> {
    const chain = createPublicClient({ transport: http(this.rpc), cacheTime: 0 });
    const newest = await chain.getBlockNumber();
    for (let blockNumber = head + 1n; blockNumber <= newest; blockNumber += 1n) {
      const { miner } = await chain.getBlock({ blockNumber });
      if (isAddressEqual(miner, address)) return true;
    }
    return false;
  }

  get #keyFile(): string {
    return path.join(this.#folder, "node-key");
  }
}

export interface KaiaNetworkPlan {
  kcn: string;
  /** Empty folder for everything. */
  folder: string;
  chainId: number;
  founders: number;
  /** The rest of the set-up; the validators are the founders. */
  parameters: (validators: Address[]) => SystemParameters;
}

/** A network of Kaia nodes on loopback: run it in a network namespace, because their peer-to-peer ports listen everywhere. */
export class KaiaNetwork {
  readonly kcn: string;
  readonly folder: string;
  readonly chainId: number;
  readonly nodes: KaiaNode[] = [];
  founders: Enode[] = [];
  #addresses: SystemAddresses | undefined;

  private constructor({ kcn, folder, chainId }: KaiaNetworkPlan) {
    this.kcn = kcn;
    this.folder = folder;
    this.chainId = chainId;
  }

  static async start(plan: KaiaNetworkPlan): Promise<KaiaNetwork> {
    const network = new KaiaNetwork(plan);
    for (let index = 0; index < plan.founders; index += 1) network.addNode();
    network.founders = network.nodes.map(({ enode }) => enode);
    const validators = network.nodes.map(({ address }) => address);
    const timestamp = Math.floor(Date.now() / 1000) - 60;
    const { addresses, accounts } = await systemGenesis(plan.parameters(validators), {
      chainId: plan.chainId,
      timestamp,
    });
    network.#addresses = addresses;
    const genesis = kaiaGenesis({ chainId: plan.chainId, timestamp, validators, accounts });
    fs.writeFileSync(network.genesisFile, JSON.stringify(genesis, null, 2));
    try {
      for (const node of network.nodes) node.init();
      await Promise.all(network.nodes.map((node) => node.start()));
      for (const node of network.nodes) node.startEnforcer();
      await until("every founder is connected to every other", async () => {
        const peers = await Promise.all(network.nodes.map((node) => node.peerKeys()));
        return peers.every(({ length }) => length === plan.founders - 1);
      });
      await until("the chain goes on", async () => (await network.first.client.head()) > 1n);
      return network;
    } catch (error) {
      await network.stop();
      throw error;
    }
  }

  get genesisFile(): string {
    return path.join(this.folder, "genesis.json");
  }

  get addresses(): SystemAddresses {
    if (this.#addresses === undefined) throw new Error("The genesis is not made yet.");
    return this.#addresses;
  }

  get first(): KaiaNode {
    return this.node(0);
  }

  node(index: number): KaiaNode {
    const node = this.nodes[index];
    if (node === undefined) throw new RangeError(`There is no node ${index}.`);
    return node;
  }

  /** A node that is not part of the network yet. */
  addNode(): KaiaNode {
    const node = new KaiaNode(this, this.nodes.length);
    this.nodes.push(node);
    return node;
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stopEnforcer()));
    await Promise.all(this.nodes.map((node) => node.kill("SIGTERM")));
  }
}

/** Waits until `condition` holds and tells how many milliseconds that took; what it throws counts as no. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  within = 90_000,
): Promise<number> {
  const began = performance.now();
  let last: unknown;
  while (performance.now() - began < within) {
    try {
      if (await condition()) return performance.now() - began;
    } catch (error) {
      last = error;
    }
    await pause(100);
  }
  throw new Error(`Waited ${within / 1000} s in vain: ${what}.`, { cause: last });
}

/** Keys by address, because an account of viem does not give its key away. */
const keys = new Map<Address, Hex>();

function generatePrivateKeyOnce(): Hex {
  const key = generatePrivateKey();
  keys.set(privateKeyToAccount(key).address, key);
  return key;
}

function keyOf(address: Address): Hex {
  const key = keys.get(address);
  if (key === undefined) throw new Error(`The key of ${address} is not known.`);
  return key;
}
