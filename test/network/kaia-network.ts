import { type ChildProcess, execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import {
  type Address,
  createPublicClient,
  type Hex,
  http,
  isAddressEqual,
  type PublicClient,
  slice,
} from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

import { KaiaClient } from "../../deploy/agents/clients/kaia.ts";
import { type Enode, enodeUrl } from "../../deploy/agents/clients/node-client.ts";
import type { Health } from "../../deploy/agents/enforcer/agent.ts";
import type { SystemAddresses, SystemParameters } from "../../deploy/deploy.ts";
import { kaiaGenesis, type KaiaGenesisOptions } from "../../deploy/render/kaia-genesis.ts";
import {
  kaiaInitArguments,
  type KaiaProgram,
  kaiaRunArguments,
} from "../../deploy/render/kaia-node.ts";
import { type GenesisLog, systemGenesis } from "../../deploy/render/system-genesis.ts";

import { Machine } from "./machine.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** The same on every machine. */
const ports = { peers: 30_303, rpc: 8_551, enforcer: 9_545 };

/** How an enforcer is started, beside what is the same for all of a network. */
export interface EnforcerChanges {
  /** Other settings, by their names. */
  settings?: Record<string, unknown>;
  arguments?: readonly string[];
}

/** A Kaia node as a process on a machine of its own, and the enforcer beside it. */
export class KaiaNode {
  readonly account: PrivateKeyAccount;
  readonly enode: Enode;
  readonly rpc: string;
  readonly client: KaiaClient;
  readonly #network: KaiaNetwork;
  readonly #program: KaiaProgram;
  readonly #index: number;
  readonly folder: string;
  readonly host: string;
  #machine: Machine | undefined;
  #process: ChildProcess | undefined;
  #enforcer: ChildProcess | undefined;

  /** Has a new key, or that of another node. */
  constructor(network: KaiaNetwork, index: number, program: KaiaProgram, keyOfNode?: KaiaNode) {
    this.account = keyOfNode?.account ?? privateKeyToAccount(generatePrivateKeyOnce());
    this.#network = network;
    this.#program = program;
    this.#index = index;
    this.folder = path.join(network.folder, `node-${index}`);
    this.host = Machine.hostOf(index);
    this.enode = {
      publicKey: slice(this.account.publicKey, 1),
      host: this.host,
      port: ports.peers,
    };
    this.rpc = `http://${this.host}:${ports.rpc}`;
    this.client = new KaiaClient(this.rpc);
  }

  get address(): Address {
    return this.account.address;
  }

  /** Makes the first block; `genesisFile` may be that of another network. */
  init(genesisFile = this.#network.genesisFile): void {
    fs.mkdirSync(this.folder, { recursive: true });
    fs.writeFileSync(this.#keyFile, keyOf(this.account.address).slice(2), { mode: 0o600 });
    execFileSync(
      this.#network.programs[this.#program],
      kaiaInitArguments(this.folder, genesisFile),
      {
        stdio: "pipe",
      },
    );
  }

  /** Takes its chain away; the key stays. */
  wipe(): void {
    fs.rmSync(this.chainFolder, { recursive: true });
  }

  get chainFolder(): string {
    return path.join(this.folder, "klay");
  }

  /** Whether the client runs. */
  get runs(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  get machine(): Machine {
    if (this.#machine === undefined) throw new Error("The node has not run yet.");
    return this.#machine;
  }

  /** Starts the client; `changes` are further arguments for it, of which the last of a name counts. */
  async start(changes: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.#machine ??= await Machine.start(this.#index);
    const program = this.#network.programs[this.#program];
    const args = [
      ...kaiaRunArguments({
        program: this.#program,
        dataFolder: this.folder,
        keyFile: this.#keyFile,
        chainId: this.#network.chainId,
        address: this.address,
        port: ports.peers,
        rpcHost: this.host,
        rpcPort: ports.rpc,
      }),
      ...changes,
    ];
    this.#process = this.#run("node", program, args, env);
    await until(`${this.rpc} answers`, async () => (await this.client.peers()).length >= 0);
  }

  async startEnforcer(changes: EnforcerChanges = {}): Promise<void> {
    const settings = path.join(this.folder, "enforcer.json");
    const { NodeRegistry, ValidatorSet } = this.#network.addresses;
    fs.writeFileSync(
      settings,
      JSON.stringify({
        node: { client: "kaia", rpc: this.rpc },
        addresses: { NodeRegistry, ValidatorSet },
        founders: this.#network.founders.map(enodeUrl),
        listen: { host: this.host, port: ports.enforcer },
        ...changes.settings,
      }),
    );
    this.#enforcer = this.#run("enforcer", process.execPath, [
      ...this.#network.enforcer,
      ...["--settings", settings],
      ...(changes.arguments ?? []),
    ]);
    await until("the enforcer answers", async () => (await this.health()).status !== "unreachable");
  }

  get enforcerUrl(): string {
    return `http://${this.host}:${ports.enforcer}`;
  }

  get enforcerPid(): number {
    const pid = this.#enforcer?.pid;
    if (pid === undefined) throw new Error("The enforcer does not run.");
    return pid;
  }

  /** What its enforcer says. */
  async health(): Promise<Health> {
    const response = await fetch(`${this.enforcerUrl}/health`);
    return (await response.json()) as Health;
  }

  /** Whether its enforcer finds nothing out of line. */
  async obeys(): Promise<boolean> {
    return (await this.health()).status === "obeys";
  }

  async stopEnforcer(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await end(this.#enforcer, signal);
    this.#enforcer = undefined;
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    await end(this.#process, signal);
    this.#process = undefined;
  }

  /** Gives its machine up. */
  leave(): void {
    this.#machine?.stop();
    this.#machine = undefined;
  }

  /** Lets the process stand still, or go on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#process?.kill(signal);
  }

  /** Public keys of the nodes that are connected to this one. */
  async peerKeys(): Promise<Hex[]> {
    return (await this.client.peers()).map(({ publicKey }) => publicKey);
  }

  /** Whether `node` proposed one of the blocks after `head`, as this node has them. */
  async hasSeenProposer(node: KaiaNode, head: bigint): Promise<boolean> {
    const newest = await this.#chain.getBlockNumber();
    for (let blockNumber = head + 1n; blockNumber <= newest; blockNumber += 1n) {
      const { miner } = await this.#chain.getBlock({ blockNumber });
      if (isAddressEqual(miner, node.address)) return true;
    }
    return false;
  }

  async blockHash(blockNumber: bigint): Promise<Hex> {
    return (await this.#chain.getBlock({ blockNumber })).hash;
  }

  /** A value out of the metrics of its enforcer; none when it was never set. */
  async metric(name: string, labels?: string): Promise<number | undefined> {
    const response = await fetch(`${this.enforcerUrl}/metrics`);
    const line = `${name}${labels === undefined ? "" : `{${labels}}`} `;
    const found = (await response.text()).split("\n").find((one) => one.startsWith(line));
    return found === undefined ? undefined : Number(found.slice(line.length));
  }

  get #chain(): PublicClient {
    return createPublicClient({ transport: http(this.rpc), cacheTime: 0 });
  }

  #run(
    name: string,
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): ChildProcess {
    const log = fs.openSync(path.join(this.folder, `${name}.log`), "a");
    const child = this.machine.spawn(program, args, {
      stdio: ["ignore", log, log],
      env: { ...process.env, ...env },
    });
    fs.closeSync(log);
    return child;
  }

  get #keyFile(): string {
    return path.join(this.folder, "node-key");
  }
}

export interface KaiaNetworkPlan {
  programs: Record<KaiaProgram, string>;
  /** Empty folder for everything. */
  folder: string;
  chainId: number;
  founders: number;
  /** Arguments for Node that run an enforcer; the command line of this repository when left out. */
  enforcer?: readonly string[];
  /** The rest of the set-up; the validators are the founders. */
  parameters: (validators: Address[]) => SystemParameters;
}

/** A network of Kaia nodes, each on a machine of its own: run it in a network namespace, in which the machines are made. */
export class KaiaNetwork {
  readonly programs: Record<KaiaProgram, string>;
  readonly folder: string;
  readonly chainId: number;
  readonly enforcer: readonly string[];
  readonly nodes: KaiaNode[] = [];
  founders: Enode[] = [];
  #addresses: SystemAddresses | undefined;
  #logs: readonly GenesisLog[] = [];
  #genesis: KaiaGenesisOptions | undefined;
  #genesisFile: string | undefined;

  private constructor({ programs, folder, chainId, enforcer }: KaiaNetworkPlan) {
    this.enforcer = enforcer ?? [
      path.join(root, "scripts/foedus/foedus.ts"),
      ...["agent", "enforcer"],
    ];
    this.programs = programs;
    this.folder = folder;
    this.chainId = chainId;
  }

  static async start(plan: KaiaNetworkPlan): Promise<KaiaNetwork> {
    const network = new KaiaNetwork(plan);
    for (let index = 0; index < plan.founders; index += 1) network.addNode();
    network.founders = network.nodes.map(({ enode }) => enode);
    const validators = network.nodes.map(({ address }) => address);
    const timestamp = Math.floor(Date.now() / 1000) - 60;
    const { addresses, accounts, logs } = await systemGenesis(plan.parameters(validators), {
      chainId: plan.chainId,
      timestamp,
    });
    network.#addresses = addresses;
    network.#logs = logs;
    network.#genesis = { chainId: plan.chainId, timestamp, validators, accounts };
    network.#genesisFile = network.writeGenesis("genesis.json");
    try {
      for (const node of network.nodes) node.init();
      await Promise.all(network.nodes.map((node) => node.start()));
      await Promise.all(network.nodes.map((node) => node.startEnforcer()));
      await until("every founder is connected to every other", async () => {
        const peers = await Promise.all(network.nodes.map((node) => node.peerKeys()));
        return peers.every(({ length }) => length === plan.founders - 1);
      });
      await until("the chain goes on", async () => (await network.node(0).client.head()) > 1n);
      return network;
    } catch (error) {
      await network.stop();
      throw error;
    }
  }

  get genesisFile(): string {
    if (this.#genesisFile === undefined) throw new Error("The genesis is not made yet.");
    return this.#genesisFile;
  }

  /** Writes the genesis of this network, or of another one that differs by `changes`. */
  writeGenesis(name: string, changes: Partial<KaiaGenesisOptions> = {}): string {
    if (this.#genesis === undefined) throw new Error("The genesis is not made yet.");
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, JSON.stringify(kaiaGenesis({ ...this.#genesis, ...changes }), null, 2));
    return file;
  }

  get addresses(): SystemAddresses {
    if (this.#addresses === undefined) throw new Error("The genesis is not made yet.");
    return this.#addresses;
  }

  /** What the contracts said before the first block. */
  get genesisLogs(): readonly GenesisLog[] {
    return this.#logs;
  }

  node(index: number): KaiaNode {
    const node = this.nodes[index];
    if (node === undefined) throw new RangeError(`There is no node ${index}.`);
    return node;
  }

  /** A node that is not part of the network yet. */
  addNode(program: KaiaProgram = "kcn", keyOfNode?: KaiaNode): KaiaNode {
    const node = new KaiaNode(this, this.nodes.length, program, keyOfNode);
    this.nodes.push(node);
    return node;
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stopEnforcer()));
    await Promise.all(this.nodes.map((node) => node.kill("SIGTERM")));
    for (const node of this.nodes) node.leave();
  }
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  // A process that stands still hears no signal but one.
  const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await exited;
  clearTimeout(late);
}

/** Waits until `condition` holds and tells how many milliseconds that took; what it throws counts as no. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  within = 180_000,
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

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

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
