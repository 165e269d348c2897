import path from "node:path";

import type { ImageName } from "../../deploy/images/images.ts";
import { containersOf } from "../../deploy/render/compose.ts";
import type { ServiceKind } from "../../deploy/render/topology.ts";
import { Containers } from "../network/containers.ts";
import { buildImages } from "../network/images.ts";
import {
  type NetworkFolder,
  readNetworkFolder,
  renderContainers,
} from "../network/network-folder.ts";
import { programsOf, standings } from "../network/running-network.ts";
import { build, type Builder } from "../start/build.ts";
import { isFree } from "../start/ports.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

const root = path.resolve(import.meta.dirname, "../..");

export const networkUpCommand: Command = {
  verb: "network up",
  summary:
    "Start a network's nodes, enforcers and services as containers of this machine, and wait until all are ready.",
  options: {
    folder: { value: "<folder>", meaning: "what `network init` wrote", required: true },
    "nodes-only": {
      meaning:
        "leave out the index, the relayer, the webhooks, their database, the simulator and the dApp",
    },
    "break-glass": {
      meaning:
        "after a halt: let what the enforcers last knew count as long as their nodes cannot read the contracts",
    },
    base: { value: "<image>", meaning: "build the images on this one, given with its digest" },
    "node-image": {
      value: "<image>",
      meaning: "take Node 24 from this one, given with its digest",
    },
  },
  async run({
    folder,
    "nodes-only": nodesOnly,
    "break-glass": breakGlass,
    base,
    "node-image": nodeImage,
  }) {
    const network = readNetworkFolder(folder as string);
    const containers = await Containers.of(network);
    const report = (line: string) => process.stderr.write(`${line}\n`);
    const builder: Builder = {
      logs: path.join(root, ".foedus", "foedus"),
      signal: new AbortController().signal,
      report,
    };
    const services = nodesOnly === true ? [] : servicesOf(network);
    await refuseTakenPorts(network, containers, services);
    const began = performance.now();
    if (services.includes("index")) {
      await build("contracts", builder);
      await build("bindings", builder);
      await build("subgraph", builder);
    }
    await renderContainers(network, services, { breakGlass: breakGlass === true });
    await buildImages(
      containers.engine,
      [...nodeImages, ...services.map(imageOf)],
      {
        ...(typeof base === "string" ? { base } : {}),
        ...(typeof nodeImage === "string" ? { nodeImage } : {}),
      },
      builder,
    );

    const { founding, topology } = network;
    const founders = topology.nodes.filter(
      ({ name, kind }) => kind === "validator" && name in founding.nodes,
    );
    report("Starting the founding validators ...");
    const jsonRpc = topology.services.some(({ kind }) => kind === "json-rpc") ? ["json-rpc"] : [];
    await containers.makeGenesis(founders.map(({ name }) => name));
    await containers.start([...founders.flatMap(programsOf), ...jsonRpc], report);

    // Whether others take part is for the contracts to say, which can be asked from now on.
    const told = await standings(network, containers);
    const others = topology.nodes.filter((node) => !founders.includes(node));
    const admitted = others.filter(({ name }) => told.get(name)?.isAdmitted === true);
    const waiting = others.filter((node) => !admitted.includes(node));
    if (admitted.length > 0) {
      report(`Starting ${admitted.map(({ name }) => name).join(", ")} ...`);
      const names = admitted.map(({ name }) => name);
      await containers.makeGenesis(names);
      await containers.start(admitted.flatMap(programsOf), report, names);
    }
    if (services.length > 0) {
      report(`Starting ${services.join(", ")} ...`);
      await containers.start(services, report);
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const places = addressesOf(network, services);
    return {
      text: [
        `${topology.name} runs: everything is ready after ${seconds} s.`,
        "",
        ...[...founders, ...admitted].map(
          ({ name, kind, host, port }) => `  ${name.padEnd(14)}${kind} at ${host}:${port}`,
        ),
        ...Object.entries(places).map(([what, url]) => `  ${what.padEnd(14)}${url}`),
        ...waiting.map(
          ({ name }) =>
            `  ${name.padEnd(14)}waits: no vote has admitted it (npm run foedus -- network add-node --folder ${folder as string} --name ${name})`,
        ),
        "",
        `Look after it: npm run foedus -- network status --folder ${folder as string}`,
        `Stop it:       npm run foedus -- network down --folder ${folder as string}`,
      ].join("\n"),
      json: {
        network: topology.name,
        nodes: [...founders, ...admitted].map(({ name }) => name),
        waiting: waiting.map(({ name }) => name),
        services: places,
      },
    };
  },
};

const nodeImages: ImageName[] = ["kaia", "agent"];

type ServiceWithContainer = Exclude<ServiceKind, "json-rpc">;

/** Services with a container of their own. */
const servicesOf = ({ topology }: NetworkFolder): ServiceWithContainer[] =>
  topology.services.map(({ kind }) => kind).filter((kind) => kind !== "json-rpc");

const imageOf = (service: ServiceWithContainer): ImageName =>
  service === "relayer" || service === "webhooks" ? "agent" : service;

/** Refuses before anything is built when another program has a port that a service shall have. */
async function refuseTakenPorts(
  { folder, topology }: NetworkFolder,
  containers: Containers,
  starting: readonly ServiceKind[],
): Promise<void> {
  const running = (await containers.list()).filter(({ state }) => state === "running");
  const taken: string[] = [];
  for (const { kind, port, node } of topology.services) {
    if (port === undefined || !(kind === "json-rpc" || starting.includes(kind))) continue;
    // The place of its node publishes the port of the JSON-RPC.
    const publisher = kind === "json-rpc" ? containersOf(node ?? "").place : kind;
    if (running.some(({ service }) => service === publisher)) continue;
    if (!(await isFree(port, ["127.0.0.1"]))) taken.push(`${port} of the service ${kind}`);
  }
  if (taken.length > 0)
    throw new CommandError(
      `Another program has the port ${taken.join(", and ")}.`,
      `Stop it, or change \`port\` of the service in ${path.join(folder, "topology.json")}; then give the command again.`,
    );
}

/** Where people and programs of this machine reach a service. */
function addressesOf(
  { topology }: NetworkFolder,
  started: readonly string[],
): Record<string, string> {
  const places = topology.services.flatMap(({ kind, port }) =>
    port === undefined || !(kind === "json-rpc" || started.includes(kind))
      ? []
      : [
          [
            kind,
            `http://127.0.0.1:${port}${kind === "index" ? "/subgraphs/name/foedus" : ""}`,
          ] as const,
        ],
  );
  return Object.fromEntries(places);
}
