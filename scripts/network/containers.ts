import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { createPublicClient, custom, type PublicClient } from "viem";

import type { Health } from "../../deploy/agents/enforcer/agent.ts";
import { containersOf, enforcerPort, rpcPort } from "../../deploy/render/compose.ts";
import type { ServiceKind } from "../../deploy/render/topology.ts";
import { CommandError } from "../foedus/command-error.ts";
import { Engine } from "./engine.ts";
import { thenPutBack } from "./interruption.ts";
import { type NetworkFolder, projectName } from "./network-folder.ts";
import { ProgramFailed, type ProgramOptions } from "./program.ts";

/** A container of a network, as the engine sees it. */
export interface Container {
  id: string;
  /** Its name in compose.yaml. */
  service: string;
  state: "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";
  /** Of its own check; nothing where it has none. */
  health?: "starting" | "healthy" | "unhealthy";
}

/** Milliseconds in which all programs of a network are ready, the slowest machine's first start included. */
const patience = 120_000;

/** Milliseconds after which a question is given up whose program has not ended: more than it gives itself for the answer. */
const probePatience = 40_000;

/** What the engine tells about a container, as far as it is read. */
interface InspectedContainer {
  Id: string;
  Config: { Labels: Record<string, string> };
  State: { Status: Container["state"]; Health?: { Status: NonNullable<Container["health"]> } };
}

/** Folder out of which Compose made a container. */
function folderOf({ Config }: InspectedContainer): string | undefined {
  const folder = Config.Labels["com.docker.compose.project.working_dir"];
  return folder !== undefined && existsSync(folder) ? realpathSync(folder) : folder;
}

/** The containers of a network on the machine's engine. */
export class Containers {
  readonly #engine: Engine;
  readonly #network: NetworkFolder;
  /** Containers that answered before, by service. */
  readonly #known = new Map<string, string>();

  private constructor(engine: Engine, network: NetworkFolder) {
    this.#engine = engine;
    this.#network = network;
  }

  /** Refuses while containers of the network's name were made out of another folder: Compose would take them for this one's and replace them. */
  static async of(network: NetworkFolder): Promise<Containers> {
    const containers = new Containers(await Engine.find(), network);
    const folders = new Set((await containers.#inspect()).map(folderOf));
    const [other] = [...folders].filter(
      (folder) => folder !== undefined && existsSync(path.join(folder, "topology.json")),
    );
    if (other !== undefined && !folders.has(realpathSync(network.folder))) {
      throw new CommandError(
        `${network.topology.name} runs on this machine already, out of ${other}.`,
        `Give that folder, or stop it first: npm run foedus -- network down --folder ${other}. Two networks of one name would take each other's containers.`,
      );
    }
    return containers;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** Runs Compose on this network, with what waits for admission where it is named. */
  async compose(
    args: readonly string[],
    { profiles = [], ...options }: ProgramOptions & { profiles?: readonly string[] } = {},
  ): Promise<string> {
    const { folder, topology } = this.#network;
    try {
      return await this.#engine.compose(
        [
          ...["--project-directory", folder, "--project-name", projectName(topology)],
          ...["--file", path.join(folder, "compose.yaml")],
          ...profiles.flatMap((profile) => ["--profile", profile]),
          ...args,
        ],
        { cwd: folder, ...options },
      );
    } catch (cause) {
      if (!(cause instanceof ProgramFailed)) throw cause;
      throw new CommandError(
        `Compose cannot do it: ${tail(cause.output)}`,
        `See what runs: docker ps --all; what it says: docker logs <container>. Then give the same command again.`,
        cause,
      );
    }
  }

  /** Makes the first block of nodes whose client does not run. Whoever interrupts it leaves no container behind. */
  async makeGenesis(nodes: readonly string[]): Promise<void> {
    const list = await this.list();
    const idle = nodes.filter(
      (node) =>
        !list.some(
          ({ service, state }) => service === containersOf(node).client && state === "running",
        ),
    );
    let isOver = false;
    await thenPutBack(
      async () => {
        for (const node of idle) {
          if (isOver) return;
          await this.compose(["run", "--rm", "-T", containersOf(node).genesis], {
            profiles: ["genesis"],
          });
        }
      },
      async () => {
        isOver = true;
        const services = idle.map((node): string => containersOf(node).genesis);
        const left = (await this.list()).filter(({ service }) => services.includes(service));
        if (left.length > 0)
          await this.#engine.docker(["rm", "--force", ...left.map(({ id }) => id)]);
      },
    );
  }

  /** Starts services, and waits until they are ready; `nodes` are those of them that wait for admission otherwise. */
  async start(
    services: readonly string[],
    report: (line: string) => void,
    nodes: readonly string[] = [],
  ): Promise<void> {
    await this.compose(["up", "--detach", ...services], { profiles: nodes });
    await this.untilHealthy(services, report);
  }

  /** All containers, those that have ended among them. */
  async list(): Promise<Container[]> {
    return (await this.#inspect()).map(({ Id: id, Config, State }) => ({
      id,
      service: Config.Labels["com.docker.compose.service"] ?? "",
      state: State.Status,
      ...(State.Health === undefined ? {} : { health: State.Health.Status }),
    }));
  }

  async #inspect(): Promise<InspectedContainer[]> {
    const filter = `label=com.docker.compose.project=${projectName(this.#network.topology)}`;
    const ids = await this.#engine.docker(["ps", "--all", "--quiet", "--filter", filter]);
    const all = ids.split("\n").filter((id) => id !== "");
    if (all.length === 0) return [];
    // One may be removed between the two questions.
    const text = await this.#engine.docker(["inspect", ...all]);
    return JSON.parse(text) as InspectedContainer[];
  }

  async running(service: string): Promise<Container | undefined> {
    return (await this.list()).find(
      (container) => container.service === service && container.state === "running",
    );
  }

  /** Waits until every container of these services is healthy, or runs where it has no check. */
  async untilHealthy(
    services: readonly string[],
    report: (line: string) => void = () => undefined,
  ): Promise<void> {
    const end = performance.now() + patience;
    const told = new Set<string>();
    for (;;) {
      const containers = await this.list();
      const waiting = services.filter((service) => {
        const container = containers.find((one) => one.service === service);
        const isReady =
          container?.state === "running" && (container.health ?? "healthy") === "healthy";
        if (isReady && !told.has(service)) {
          told.add(service);
          report(`  ${service} is ready (${told.size} of ${services.length})`);
        }
        return !isReady;
      });
      if (waiting.length === 0) return;
      if (performance.now() > end) {
        throw new CommandError(
          `Not ready after ${patience / 1000} s: ${waiting.join(", ")}.`,
          `Read what they say: docker compose --project-directory ${this.#network.folder} logs ${waiting.join(" ")}`,
        );
      }
      await pause(500);
    }
  }

  /** What the enforcer of a node says; nothing while it does not answer. */
  async health(node: string): Promise<Health | undefined> {
    const place = containersOf(node).enforcer;
    const answer = await this.#probe(place, [`http://127.0.0.1:${enforcerPort}/health`]);
    return answer === undefined ? undefined : (JSON.parse(answer) as Health);
  }

  /** What a service says of itself on its port; nothing while it does not answer. */
  async serviceHealth<T>(service: ServiceKind, port: number): Promise<T | undefined> {
    const answer = await this.#probe(service, [`http://127.0.0.1:${port}/health`]);
    return answer === undefined ? undefined : (JSON.parse(answer) as T);
  }

  /** Calls a node on its own loopback, from beside it. */
  async ask<T>(node: string, method: string, params: readonly unknown[] = []): Promise<T> {
    const [answer] = await this.askAll(node, [[method, params]]);
    return answer as T;
  }

  /** Makes some calls at once, and answers in their order. */
  async askAll(
    node: string,
    calls: readonly (readonly [method: string, params?: readonly unknown[]])[],
  ): Promise<unknown[]> {
    const body = calls.map(([method, params = []], id) => ({ jsonrpc: "2.0", id, method, params }));
    const text = await this.#probe(containersOf(node).enforcer, [
      `http://127.0.0.1:${rpcPort}`,
      JSON.stringify(body),
    ]);
    if (text === undefined) throw new Error(`${node} does not answer.`);
    const answers = JSON.parse(text) as {
      id: number;
      result?: unknown;
      error?: { message: string };
    }[];
    return calls.map(([method], id) => {
      const answer = answers.find((one) => one.id === id);
      if (answer === undefined || answer.error !== undefined)
        throw new Error(`${node} refuses ${method}: ${answer?.error?.message ?? "no answer"}`);
      return answer.result;
    });
  }

  /** The chain as a node has it. */
  chainOf(node: string): PublicClient {
    return createPublicClient({
      transport: custom(
        {
          request: async ({ method, params }: { method: string; params?: readonly unknown[] }) =>
            await this.ask(node, method, params),
        },
        { retryCount: 3, retryDelay: 1_000 },
      ),
      cacheTime: 0,
    });
  }

  /** Asks from inside the container of a service; nothing when there is no answer. */
  async #probe(service: string, args: readonly string[]): Promise<string | undefined> {
    const id = this.#known.get(service) ?? (await this.running(service))?.id;
    if (id === undefined) return undefined;
    this.#known.set(service, id);
    try {
      return await this.#engine.docker(["exec", id, "node", "/opt/foedus/probe.mjs", ...args], {
        signal: AbortSignal.timeout(probePatience),
      });
    } catch (error) {
      // A status that is no success comes with an answer all the same.
      const output = error instanceof ProgramFailed ? error.stdout.trim() : "";
      if (/^[{[]/.test(output)) return output;
      this.#known.delete(service);
      return undefined;
    }
  }
}

/** The end of what a program said, on one line. */
function tail(output: string): string {
  return output
    .trimEnd()
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-4)
    .join(" ");
}
