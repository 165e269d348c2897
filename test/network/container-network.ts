import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import type { Hex } from "viem";

import type { RelayerHealth } from "../../deploy/agents/relayer/agent.ts";
import type { PostedBallot } from "../../deploy/agents/relayer/ballot.ts";
import type { BallotStanding } from "../../deploy/agents/relayer/intake.ts";
import { type NetworkPlan, networks } from "../../deploy/networks/networks.ts";
import { containersOf } from "../../deploy/render/compose.ts";
import { foundNetwork } from "../../scripts/foedus/network-init.ts";
import { readNodeKey } from "../../scripts/foedus/node-key-file.ts";
import { Containers } from "../../scripts/network/containers.ts";
import { ProgramFailed } from "../../scripts/network/program.ts";
import type { SimulationOutcome } from "../../scripts/proposals/simulation-outcome.ts";
import type { SimulationStanding } from "../../scripts/simulator/simulations.ts";
import {
  type NetworkFolder,
  nodeKeyFile,
  nodeOf,
  readNetworkFolder,
} from "../../scripts/network/network-folder.ts";
import { assemblyParameters } from "./assembly.ts";
import { until } from "./kaia-network.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");

/** What the evaluation network is, founded a minute ago, with a body that decides within seconds. */
export function trialPlan(): NetworkPlan {
  const evaluation = networks["evaluation"] as NetworkPlan;
  const genesisTime = `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`;
  return {
    topology: { ...evaluation.topology, name: "trial", chainId: 77_003, genesisTime },
    parameters: (keys) => {
      const { Governance, ...rest } = assemblyParameters(keys.validators);
      const { members } = evaluation.parameters(keys).Governance;
      return { ...rest, Governance: { ...Governance, members } };
    },
  };
}

/** What `network status` says about a node. */
interface NodeStatus {
  node: string;
  state: string;
  head: number | null;
  peers: number | null;
  validates: boolean | null;
  enforcer: string;
  drift: Record<string, number>;
  unreported: string | null;
}

/** A network on the machine's engine, and the command line as its operator uses it. */
export class ContainerNetwork {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  static async found(folder: string): Promise<ContainerNetwork> {
    await foundNetwork(trialPlan(), folder, ["BE", "DE", "FR", "NL"]);
    return new ContainerNetwork(folder);
  }

  get files(): NetworkFolder {
    return readNetworkFolder(this.folder);
  }

  async containers(): Promise<Containers> {
    return await Containers.of(this.files);
  }

  /** Where the public part of a validator's JSON-RPC is. */
  get rpc(): string {
    return `http://127.0.0.1:${this.port("json-rpc")}`;
  }

  port(kind: string): number {
    const port = this.files.topology.services.find((service) => service.kind === kind)?.port;
    if (port === undefined) throw new Error(`The service ${kind} has no port.`);
    return port;
  }

  /** Calls a verb with this network's folder, and answers with what it prints for machines. */
  async verb(verb: string, ...args: string[]): Promise<Record<string, unknown>> {
    return await foedus(...verb.split(" "), "--folder", this.folder, ...args);
  }

  async refusal(verb: string, ...args: string[]): Promise<{ error: string; remedy: string }> {
    return await refusal(...verb.split(" "), "--folder", this.folder, ...args);
  }

  async status(): Promise<NodeStatus[]> {
    return (await this.verb("network status"))["nodes"] as NodeStatus[];
  }

  /** What its status says of the relayer. */
  async relayer(): Promise<{ state: string; relayer: RelayerHealth | null }> {
    const { services } = await this.verb("network status");
    const all = services as { service: string; state: string; relayer: RelayerHealth | null }[];
    const found = all.find(({ service }) => service === "relayer");
    if (found === undefined) throw new Error("Its status says nothing of the relayer.");
    return found;
  }

  /** Gives a signed ballot to the dApp's API, as anybody can. */
  async postBallot(ballot: PostedBallot): Promise<BallotStanding> {
    const response = await fetch(this.#ballots, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(ballot),
    });
    if (response.status !== 202)
      throw new Error(`${response.status} instead of 202: ${await response.text()}`);
    return (await response.json()) as BallotStanding;
  }

  /** What became of a ballot; it waits while the relayer is away. */
  async ballot(id: Hex): Promise<Pick<BallotStanding, "status">> {
    const response = await fetch(`${this.#ballots}/${id}`);
    return response.ok ? ((await response.json()) as BallotStanding) : { status: "accepted" };
  }

  get #ballots(): string {
    return `${this.#api}/ballots`;
  }

  get #api(): string {
    return `http://127.0.0.1:${this.port("app")}/api/v1`;
  }

  /** Lets the dApp's API try a proposal, as anybody can; where it stands. */
  async postSimulation(content: object): Promise<SimulationStanding> {
    const response = await fetch(`${this.#api}/simulations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content),
    });
    if (response.status !== 202)
      throw new Error(`${response.status} instead of 202: ${await response.text()}`);
    return (await response.json()) as SimulationStanding;
  }

  /** What the API says of a simulation, whatever it is. */
  async simulation(
    id: string,
  ): Promise<{ status: number; type: string | null; body: Record<string, unknown> }> {
    const response = await fetch(`${this.#api}/simulations/${id}`);
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, type: response.headers.get("content-type"), body };
  }

  /** What comes of a proposal on a copy of the chain. */
  async simulate(content: object): Promise<SimulationOutcome> {
    const { id } = await this.postSimulation(content);
    let standing: SimulationStanding | undefined;
    await until("the simulation is over", async () => {
      standing = (await this.simulation(id)).body as unknown as SimulationStanding;
      return standing.status === "done" || standing.status === "failed";
    });
    if (standing?.status !== "done") throw new Error(JSON.stringify(standing));
    return standing.outcome;
  }

  /** Whether anybody answers a service at an address, with whatever status. */
  async reaches(service: string, url: string): Promise<boolean> {
    const containers = await this.containers();
    const container = await containers.running(service);
    if (container === undefined) throw new Error(`${service} does not run.`);
    const ask = ["exec", container.id, "node", "/opt/foedus/probe.mjs", url];
    return await containers.engine.docker(ask).then(
      () => true,
      (error: unknown) => error instanceof ProgramFailed && error.stdout !== "",
    );
  }

  /** Address of a service in one of its networks. */
  async addressOf(service: string, name: string): Promise<string> {
    const containers = await this.containers();
    const container = await containers.running(service);
    if (container === undefined) throw new Error(`${service} does not run.`);
    const text = await containers.engine.docker(["inspect", container.id]);
    const [{ NetworkSettings }] = JSON.parse(text) as [
      { NetworkSettings: { Networks: Record<string, { IPAddress: string }> } },
    ];
    return NetworkSettings.Networks[`foedus-trial_${name}`]?.IPAddress ?? "";
  }

  /** Whether every one of these nodes follows the chain and its enforcer finds nothing out of line. */
  async obey(names: readonly string[]): Promise<boolean> {
    const containers = await this.containers();
    const all = await Promise.all(names.map((name) => containers.health(name)));
    return all.every((health) => health?.status === "obeys" && (health.head ?? 0) > 0);
  }

  async head(name = "alpha-1"): Promise<number> {
    return Number(await (await this.containers()).ask<string>(name, "eth_blockNumber"));
  }

  /** A node as the register wants it. */
  async node(name: string) {
    const node = nodeOf(this.files, name);
    const { account, publicKey, address } = await readNodeKey(nodeKeyFile(this.files, node));
    return { account, address, enode: { publicKey, host: node.host, port: node.port } };
  }

  /** Whether `name` proposed one of the blocks after `head`. */
  async hasProposed(name: string, head: number): Promise<boolean> {
    const { address } = await this.node(name);
    const containers = await this.containers();
    for (let block = head + 1; block <= (await this.head()); block += 1) {
      const { miner } = await containers.ask<{ miner: string }>("alpha-1", "eth_getBlockByNumber", [
        `0x${block.toString(16)}`,
        false,
      ]);
      if (miner.toLowerCase() === address.toLowerCase()) return true;
    }
    return false;
  }

  /**
   * Lets a container's program crash, which the engine has not been asked for, and waits until it has started another.
   * @param meanwhile Begins right after the crash.
   */
  async crash(service: string, meanwhile?: () => Promise<void>): Promise<void> {
    const containers = await this.containers();
    const container = await containers.running(service);
    if (container === undefined) throw new Error(`${service} does not run.`);
    const { id } = container;
    const pid = async () =>
      Number(await containers.engine.docker(["inspect", "--format", "{{.State.Pid}}", id]));
    const crashed = await pid();
    process.kill(crashed, "SIGKILL");
    await meanwhile?.();
    await until(`the engine starts ${service} again`, async () => {
      const now = await pid();
      return now !== 0 && now !== crashed;
    });
  }

  /** Takes nodes out of the network of all nodes, or puts them back at their addresses. */
  async cutOff(names: readonly string[], isOff: boolean): Promise<void> {
    const containers = await this.containers();
    const peers = "foedus-trial_peers";
    for (const name of names) {
      const place = await containers.running(containersOf(name).place);
      if (place === undefined) throw new Error(`${name} does not run.`);
      await containers.engine.docker(
        isOff
          ? ["network", "disconnect", peers, place.id]
          : ["network", "connect", "--ip", nodeOf(this.files, name).host, peers, place.id],
      );
    }
  }
}

/** The command line as its user calls it; answers with its JSON. */
export async function foedus(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [
    path.join(root, "scripts/foedus/foedus.ts"),
    ...args,
    "--json",
  ]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

/** What it says when it refuses. */
export async function refusal(...args: string[]): Promise<{ error: string; remedy: string }> {
  const failure = await foedus(...args).then(
    () => undefined,
    (error: unknown) => error as { stderr: string },
  );
  const last = failure?.stderr.trimEnd().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`It has not refused: ${args.join(" ")}\n${last}`);
  return JSON.parse(last) as { error: string; remedy: string };
}
