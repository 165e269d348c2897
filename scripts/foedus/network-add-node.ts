import { existsSync } from "node:fs";
import { copyFile, chmod, constants, mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { keccak256 } from "viem";

import { enodeUrl } from "../../deploy/agents/clients/node-client.ts";
import { addressIn, nodeKinds, type TopologyNode } from "../../deploy/render/topology.ts";
import { Containers } from "../network/containers.ts";
import { buildImages } from "../network/images.ts";
import {
  checkTopology,
  type NetworkFolder,
  nodeFolder,
  nodeKeyFile,
  publicKeyOf,
  readNetworkFolder,
  registration,
  renderContainers,
  renderNode,
  reporterOf,
  reportKeyFile,
  writeNetworkFolder,
} from "../network/network-folder.ts";
import { programsOf, standings, standingsOfKeys } from "../network/running-network.ts";
import type { Standing } from "../network/standing.ts";
import type { Command, CommandOutput, OptionValues } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { createNodeKey, readNodeKey } from "./node-key-file.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Milliseconds from the start of an admitted node until it takes part: it has to be voted in by the others, and to read the chain. */
const patience = 180_000;

export const networkAddNodeCommand: Command = {
  verb: "network add-node",
  summary:
    "Bring a node into a network: first makes its key and settings and says what to register; called again after the vote, starts it.",
  options: {
    folder: { value: "<folder>", meaning: "what `network init` wrote", required: true },
    name: { value: "<name>", meaning: "name of the node, unique in the network", required: true },
    organisation: { value: "<id>", meaning: "short name of the organisation that runs it" },
    kind: { value: "<kind>", meaning: nodeKinds.join(", "), default: "validator" },
    host: { value: "<address>", meaning: "its address; the next free one when left out" },
    port: { value: "<port>", meaning: "port of the peer-to-peer protocol", default: "30303" },
    "key-file": { value: "<path>", meaning: "its private key, copied; a new one when left out" },
  },
  async run(values) {
    const name = values["name"] as string;
    const network = readNetworkFolder(values["folder"] as string);
    const known = network.topology.nodes.find((node) => node.name === name);
    if (known === undefined) return await prepare(network, values);
    const { organisation } = values;
    if (organisation !== undefined && organisation !== known.organisation)
      throw new CommandError(
        `${name} is prepared for ${known.organisation}, not for ${organisation as string}.`,
        `Leave --organisation out to let ${name} join, or give the new node another name.`,
      );
    return await join(network, known, values["folder"] as string);
  },
};

/** Makes the key and the settings of a node that is not part of the folder yet. */
async function prepare(network: NetworkFolder, values: OptionValues): Promise<CommandOutput> {
  const { topology } = network;
  const organisation = values["organisation"];
  if (typeof organisation !== "string") {
    throw new CommandError(
      `There is no node ${values["name"] as string} in this network yet, and --organisation is missing.`,
      "Give the organisation that runs the new node, for example --organisation epsilon.",
    );
  }
  const node: TopologyNode = {
    name: values["name"] as string,
    organisation,
    kind: values["kind"] as TopologyNode["kind"],
    host: (values["host"] as string | undefined) ?? freeAddress(network),
    port: Number(values["port"]),
  };
  const grown: NetworkFolder = {
    ...network,
    topology: {
      ...topology,
      organisations: topology.organisations.some(({ id }) => id === organisation)
        ? topology.organisations
        : [...topology.organisations, { id: organisation, name: organisation }],
      nodes: [...topology.nodes, node],
    },
  };
  // Refuses a topology that cannot be rendered, before anything is written.
  checkTopology(grown.topology, "what you gave; nothing was written");
  const keyFile = nodeKeyFile(grown, node);
  if (existsSync(keyFile)) {
    throw new CommandError(
      `${keyFile} exists already.`,
      "A node of this name was here before: give another name, or --key-file with this file after moving it away.",
    );
  }
  const given = values["key-file"];
  if (typeof given === "string") {
    await refuseKnownKey(network, given);
    await refuseRetiredKey(network, given);
  }
  writeNetworkFolder(grown);
  await mkdir(nodeFolder(grown, node), { recursive: true, mode: 0o700 });
  if (typeof given === "string") {
    await copyFile(given, keyFile, constants.COPYFILE_EXCL);
    await chmod(keyFile, 0o600);
  } else {
    await createNodeKey(keyFile);
  }
  await renderNode(grown, node);

  const publicKey = await publicKeyOf(grown, node);
  const reporter = await reporterOf(grown, node);
  const folder = values["folder"] as string;
  return {
    text: [
      `Prepared ${node.name} in ${nodeFolder(grown, node)}. It waits for the vote of the body.`,
      "",
      ...(await registration(grown, node)),
      "",
      `After the vote: npm run foedus -- network add-node --folder ${folder} --name ${node.name}`,
    ].join("\n"),
    json: {
      node: node.name,
      state: "prepared",
      publicKey,
      nodeId: keccak256(publicKey),
      enode: enodeUrl({ ...node, publicKey }),
      host: node.host,
      port: node.port,
      keyFile,
      reporter,
      reportKeyFile: reportKeyFile(grown, node),
    },
  };
}

/** Starts a node that the contracts let take part, and waits until it does. */
async function join(
  network: NetworkFolder,
  node: TopologyNode,
  folder: string,
): Promise<CommandOutput> {
  const containers = await Containers.of(network);
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const standing = (await standings(network, containers, [node])).get(node.name);
  if (standing?.isAdmitted !== true) {
    throw new CommandError(
      `${node.name} may not take part: ${described(standing)}.`,
      await remedyFor(network, node, standing),
    );
  }
  const began = performance.now();
  await renderContainers(network, []);
  await buildImages(
    containers.engine,
    ["kaia", "agent"],
    {},
    {
      logs: path.join(root, ".foedus", "foedus"),
      signal: new AbortController().signal,
      report,
    },
  );
  await containers.makeGenesis([node.name]);
  report(`Starting ${node.name} ...`);
  await containers.start(programsOf(node), report, [node.name]);
  await untilItTakesPart(containers, node, report);
  const seconds = (performance.now() - began) / 1000;
  return {
    text: [
      `${node.name} takes part after ${seconds.toFixed(1)} s${node.kind === "validator" ? " and validates" : ""}.`,
      "",
      `Look after it: npm run foedus -- network status --folder ${folder}`,
    ].join("\n"),
    json: { node: node.name, state: "takes part", seconds: Number(seconds.toFixed(1)) },
  };
}

async function untilItTakesPart(
  containers: Containers,
  node: TopologyNode,
  report: (line: string) => void,
): Promise<void> {
  const end = performance.now() + patience;
  let told = "";
  for (;;) {
    const health = await containers.health(node.name);
    const drift = health?.drift.length ?? 0;
    const now = `  block ${health?.head ?? "-"}, ${drift} things out of line`;
    // A node at block 0 does not know yet that it belongs, and finds nothing out of line.
    if (health?.status === "obeys" && (health.head ?? 0) > 0) return;
    if (now !== told) report(now);
    told = now;
    if (performance.now() > end) {
      throw new CommandError(
        `${node.name} runs and does not take part after ${patience / 1000} s: ${health?.failure ?? (health?.drift.map(({ kind }) => kind).join(", ") || "it has no block")}.`,
        `Is ${node.host}:${node.port} what the register says, and can the others reach it? Its enforcer tells more: docker compose logs ${node.name}-enforcer`,
      );
    }
    await pause(1_000);
  }
}

function described(standing: Standing | undefined): string {
  const register = standing?.register ?? "unregistered";
  return register === "unregistered"
    ? "nobody has registered it"
    : register === "pending"
      ? "it is registered, and no vote has admitted it"
      : `the body has ${register} it`;
}

async function remedyFor(
  network: NetworkFolder,
  node: TopologyNode,
  standing: Standing | undefined,
): Promise<string> {
  const id = keccak256(await publicKeyOf(network, node));
  switch (standing?.register) {
    case "pending":
      return `Ask a representative to propose the admission of node ${id}, and give the command again after the vote.`;
    case "suspended":
      return `Ask the body to reinstate node ${id}.`;
    case "retired":
      return "A retired node stays out for good: prepare another one with a new name and key.";
    default:
      return `Register it first (page "Register a node", ${node.kind} ${enodeUrl({ ...node, publicKey: await publicKeyOf(network, node) })}), then the body votes.`;
  }
}

async function refuseKnownKey(network: NetworkFolder, file: string): Promise<void> {
  const { publicKey } = await readNodeKey(file);
  for (const node of network.topology.nodes) {
    if (
      existsSync(nodeKeyFile(network, node)) &&
      (await publicKeyOf(network, node)) === publicKey
    ) {
      throw new CommandError(
        `${file} is the key of ${node.name}.`,
        "Give each node a key of its own: two nodes with one key would seal against each other.",
      );
    }
  }
}

/** Where the network runs, its contracts are asked; where it does not, the command that lets the node join asks them. */
async function refuseRetiredKey(network: NetworkFolder, file: string): Promise<void> {
  const { publicKey } = await readNodeKey(file);
  let standing: Standing | undefined;
  try {
    const containers = await Containers.of(network);
    [standing] = await standingsOfKeys(network, containers, [publicKey]);
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    process.stderr.write(`Whether the key was retired is not known: ${cause.message}\n`);
  }
  if (standing?.register === "retired") {
    throw new CommandError(
      `${file} is the key of node ${keccak256(publicKey)}, which the body has retired.`,
      "A retired node stays out for good: leave --key-file out, and the node gets a new key.",
    );
  }
}

/** The address after the highest that is taken. */
function freeAddress({ topology }: NetworkFolder): string {
  const { subnet, nodes } = topology;
  if (subnet === undefined) {
    throw new CommandError(
      "The network has no subnet to take an address from.",
      "Give the address at which other nodes reach the new one: --host.",
    );
  }
  const taken = new Set(nodes.map(({ host }) => host));
  for (let place = 11; place < 250; place += 1) {
    const address = addressIn(subnet, place);
    if (!taken.has(address)) return address;
  }
  throw new CommandError(`No address is free in ${subnet}.`, "Give one: --host.");
}
