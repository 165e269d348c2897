import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { readOrCreateKeyFile } from "@foedus/client/files";
import { type Address, getAddress, type Hex, isAddress, keccak256 } from "viem";

import { addressOfKey, type Enode, enodeUrl } from "../../deploy/agents/clients/node-client.ts";
import type { SystemAddresses } from "../../deploy/deploy.ts";
import { foundingCouncils } from "../../deploy/founding-councils.ts";
import {
  besuAccounts,
  besuConfiguration,
  type BesuNodeSettings,
  besuPermissions,
  besuStaticNodes,
} from "../../deploy/render/besu-node.ts";
import {
  composeFile,
  composeProblems,
  enforcerPort,
  lastKnownPath,
  nodePath,
  publicRpcPort,
  relayerPort,
  webhooksPort,
  rpcPort,
  simulatorHost,
  simulatorPort,
} from "../../deploy/render/compose.ts";
import type { Founding } from "../../deploy/render/founding.ts";
import type { GenesisLog } from "../../deploy/render/system-genesis.ts";
import { kaiaInitArguments, kaiaRunArguments } from "../../deploy/render/kaia-node.ts";
import {
  type ServiceKind,
  type Topology,
  type TopologyNode,
  topologyProblems,
} from "../../deploy/render/topology.ts";
import { CommandError } from "../foedus/command-error.ts";
import { createNodeKey, readAccountKey, readNodeKey } from "../foedus/node-key-file.ts";
import type { SimulatorOptions } from "../simulator/simulator.ts";
import { containerUser } from "./base-image.ts";

/** A network's folder, as `network init` wrote it and `network add-node` added to it. */
export interface NetworkFolder {
  folder: string;
  /** With the nodes that have joined since the founding. */
  topology: Topology;
  founding: Founding;
  addresses: SystemAddresses;
}

/** What all of a network's folder follows from, together with the keys. */
export const networkFiles = [
  "topology.json",
  "founding.json",
  "addresses.json",
  "genesis.json",
  "genesis-logs.json",
] as const;

const anotherFolder = "Give the folder that `foedus network init` wrote.";

export function readNetworkFolder(folder: string): NetworkFolder {
  const place = path.resolve(folder);
  const network = {
    folder: place,
    topology: readJson(path.join(place, "topology.json")) as Topology,
    founding: readJson(path.join(place, "founding.json")) as Founding,
    addresses: readAddresses(path.join(place, "addresses.json")),
  };
  checkTopology(network.topology, path.join(place, "topology.json"));
  return network;
}

/** Where the contracts are. People write successors into the file, so that it is read in any spelling and answered in one: scripts compare. */
function readAddresses(file: string): SystemAddresses {
  const entries = Object.entries(readJson(file) as Record<string, unknown>);
  const wrong = entries.filter(([, address]) => !isAddress(String(address)));
  if (wrong.length > 0) {
    throw new CommandError(
      `${file} has no address for ${wrong.map(([name]) => name).join(", ")}.`,
      "Write 0x and 40 hexadecimal digits, all small or in the capitals in which the address was given: others mean a slip.",
    );
  }
  return Object.fromEntries(
    entries.map(([name, address]) => [name, getAddress(String(address))]),
  ) as SystemAddresses;
}

/** What the contracts said while they were deployed, before the first block. */
export const readGenesisLogs = ({ folder }: Pick<NetworkFolder, "folder">): GenesisLog[] =>
  readJson(path.join(folder, "genesis-logs.json")) as GenesisLog[];

/** The node of that name, or what there is instead. */
export function nodeOf({ topology }: NetworkFolder, name: string): TopologyNode {
  const node = topology.nodes.find((one) => one.name === name);
  if (node === undefined) {
    throw new CommandError(
      `There is no node "${name}" in this network.`,
      `Give one of: ${topology.nodes.map((one) => one.name).join(", ")}.`,
    );
  }
  return node;
}

export const nodeFolder = ({ folder }: NetworkFolder, node: TopologyNode): string =>
  path.join(folder, nodePath(node));

export const nodeKeyFile = (network: NetworkFolder, node: TopologyNode): string =>
  path.join(nodeFolder(network, node), "node-key");

export const reportKeyFile = (network: NetworkFolder, node: TopologyNode): string =>
  path.join(nodeFolder(network, node), "report-key");

/** Where anybody reaches the network from this machine. */
export function publicRpcOf({ topology }: NetworkFolder): string {
  const port = topology.services.find(({ kind }) => kind === "json-rpc")?.port;
  if (port === undefined)
    throw new CommandError(
      `${topology.name} has no public JSON-RPC on this machine.`,
      "Name a node of it: --rpc http://127.0.0.1:8551.",
    );
  return `http://127.0.0.1:${port}`;
}

/** Key from which a member appoints its representatives. */
export const mandateKeyFile = ({ folder }: Pick<NetworkFolder, "folder">, code: string): string =>
  path.join(folder, "members", code, "mandate-key");

/** The account with which a node's enforcer reports; its key is made when there is none yet. */
export async function reporterOf(network: NetworkFolder, node: TopologyNode): Promise<Address> {
  const file = reportKeyFile(network, node);
  if (!fs.existsSync(file)) await createNodeKey(file);
  return (await readAccountKey(file)).address;
}

/** Where the relayer's key, password and settings stand. */
const relayerFolder = ({ folder }: Pick<NetworkFolder, "folder">): string =>
  path.join(folder, "services", "relayer");

/** Key of the account with which the relayer signs receipts and sends. */
export const relayerKeyFile = (network: Pick<NetworkFolder, "folder">): string =>
  path.join(relayerFolder(network), "key");

/** Where key, password and settings of the webhooks stand. */
const webhooksFolder = ({ folder }: Pick<NetworkFolder, "folder">): string =>
  path.join(folder, "services", "webhooks");

/** Key from which the secrets of endpoints are derived. */
export const webhooksKeyFile = (network: Pick<NetworkFolder, "folder">): string =>
  path.join(webhooksFolder(network), "key");

export const hasService = ({ topology }: NetworkFolder, kind: ServiceKind): boolean =>
  topology.services.some((service) => service.kind === kind);

/** The account of the relayer; its key is made when there is none yet. */
export async function relayerAccountOf(network: NetworkFolder): Promise<Address> {
  const file = relayerKeyFile(network);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!fs.existsSync(file)) await createNodeKey(file);
  return (await readAccountKey(file)).address;
}

/** Public key of a node: the founders' are published, those of later nodes are in this folder. */
export async function publicKeyOf(network: NetworkFolder, node: TopologyNode): Promise<Hex> {
  return (
    network.founding.nodes[node.name] ?? (await readNodeKey(nodeKeyFile(network, node))).publicKey
  );
}

/** Writes what the network is made of, without anything that can be rendered from it. */
export function writeNetworkFolder(network: NetworkFolder): void {
  checkTopology(network.topology, "topology.json");
  const { folder, topology, founding, addresses } = network;
  writeWhole(path.join(folder, "topology.json"), json(topology));
  writeWhole(path.join(folder, "founding.json"), json(founding));
  writeWhole(path.join(folder, "addresses.json"), json(addresses));
  keepKeysOutOfGit(folder);
}

/** Lets no commit take keys, passwords and chains, wherever the folder stands; the public files may be versioned. */
export function keepKeysOutOfGit(folder: string): void {
  writeWhole(
    path.join(folder, ".gitignore"),
    "/members/\n/operators/\n/organisations/\n/services/\n",
  );
}

/** Where an enforcer listens: beside its node alone, or wherever its container or pod is reached from. */
type EnforcerHost = "127.0.0.1" | "0.0.0.0";

/** Writes the files of one node: settings of its enforcer with the key that reports, commands, and what its client reads. */
export async function renderNode(
  network: NetworkFolder,
  node: TopologyNode,
  enforcerHost: EnforcerHost = "127.0.0.1",
): Promise<void> {
  const { topology } = network;
  const place = nodeFolder(network, node);
  const founders = foundersOf(network);
  await reporterOf(network, node);
  writeWhole(path.join(place, "enforcer.json"), json(enforcerSettings(network, enforcerHost)));
  const settings = { chainId: topology.chainId, host: node.host, port: node.port, rpcPort };
  const commands =
    topology.client === "besu"
      ? writeBesu(place, { ...settings, founders }, [
          ...Object.values(network.founding.mandateKeys),
          ...Object.values(network.founding.operatorKeys),
        ])
      : kaiaCommands(node.kind, addressOfKey(await publicKeyOf(network, node)), settings);
  const enforcer = [
    "# The enforcer beside it, from the repository, with the full path of this folder:",
    "npm run foedus -- agent enforcer --settings <this folder>/enforcer.json",
  ];
  writeWhole(path.join(place, "commands.txt"), lines([...commands, ...enforcer]));
  writeWhole(path.join(place, "registration.txt"), lines(await registration(network, node)));
}

/** What an operator needs to put a node into the register, and what the body has to decide then. */
export async function registration(network: NetworkFolder, node: TopologyNode): Promise<string[]> {
  const publicKey = await publicKeyOf(network, node);
  return [
    `  Kind        ${node.kind}`,
    `  Enode       ${enodeUrl({ ...node, publicKey })}`,
    `  Node id     ${keccak256(publicKey)}`,
    `  Reporter    ${await reporterOf(network, node)}`,
    "",
    '  1. An administrator of the organisation opens the dApp\'s page "Register a node". It asks for the enode, and gives a `node proof` command; the key is',
    `     ${nodeKeyFile(network, node)}`,
    '  2. It registers the reporter on the page "Accounts", with access to transact: its enforcer says with it on the chain whether the node',
    "     obeys. The page gives an `account proof` command; its key is",
    `     ${reportKeyFile(network, node)}`,
    "  3. A representative proposes to admit the node, and the body votes.",
  ];
}

/** What the enforcer beside a node of this network is told; the same for all, because each has its node on its own loopback. */
export function enforcerSettings(network: NetworkFolder, host: EnforcerHost): object {
  const { topology, addresses } = network;
  return {
    node: { client: topology.client, rpc: `http://127.0.0.1:${rpcPort}` },
    addresses: {
      NodeRegistry: addresses.NodeRegistry,
      ValidatorSet: addresses.ValidatorSet,
      // Asked only where the client has a list of accounts.
      PermissionViews: addresses.PermissionViews,
      NodeMonitoring: addresses.NodeMonitoring,
    },
    founders: foundersOf(network).map(enodeUrl),
    listen: { host, port: enforcerPort },
    // Beside the settings.
    report: { key: "report-key" },
  };
}

/** What the relayer is told: the bodies whose ballots it takes, and the files beside its settings. */
export function relayerSettings({ addresses }: NetworkFolder): object {
  return {
    node: { rpc: `http://json-rpc:${publicRpcPort}` },
    councils: foundingCouncils(addresses),
    permissionViews: addresses.PermissionViews,
    database: "database",
    key: "key",
    listen: { host: "0.0.0.0", port: relayerPort },
  };
}

/** What the service of webhooks is told: its node, its index, and the files beside its settings. */
export function webhooksSettings({ addresses }: NetworkFolder): object {
  const { PaymentEscrow, PermissionViews } = addresses;
  return {
    node: { rpc: `http://json-rpc:${publicRpcPort}` },
    index: "http://index:8000/subgraphs/name/foedus",
    addresses: { PaymentEscrow, PermissionViews },
    database: "database",
    key: "key",
    // Blocks of the clients that are rendered are final.
    confirmations: 0,
    listen: { host: "0.0.0.0", port: webhooksPort },
  };
}

/**
 * What the simulator is told.
 * @param host Where it listens.
 */
export function simulatorSettings(
  { topology, addresses }: NetworkFolder,
  host: string,
): SimulatorOptions {
  const { chainId } = topology;
  return {
    source: { rpc: `http://json-rpc:${publicRpcPort}`, chainId, addresses },
    host,
    port: simulatorPort,
    // Of the gibibyte that its container has; the service takes some of it.
    memory: 768,
  };
}

/** What the dApp is told of the network, with the addresses at which it reaches node, index, and the enforcers of these nodes. */
export function dappEndpoints(
  { topology, addresses }: NetworkFolder,
  nodes: readonly TopologyNode[],
): object {
  const port = topology.services.find(({ kind }) => kind === "app")?.port;
  const app = `http://127.0.0.1:${port ?? 5_173}`;
  return {
    chainId: topology.chainId,
    rpc: `http://json-rpc:${publicRpcPort}`,
    graphql: "http://index:8000/subgraphs/name/foedus",
    app,
    api: app,
    addresses,
    enforcers: Object.fromEntries(
      nodes.map(({ name }) => [name, `http://${name}:${enforcerPort}`]),
    ),
    startedAt: topology.genesisTime,
  };
}

/**
 * Writes compose.yaml and all that the containers of nodes and of these services mount, and gives it to the user that they run as.
 * The subgraph has to be built before. With `breakGlass` each enforcer that has known the network before lets that count.
 */
export async function renderContainers(
  network: NetworkFolder,
  services: readonly ServiceKind[],
  { breakGlass = false }: { breakGlass?: boolean } = {},
): Promise<void> {
  const { folder, topology, founding } = network;
  const problems = composeProblems(topology);
  if (problems.length > 0) {
    throw new CommandError(
      `${topology.name} cannot run as containers of one machine: ${problems.join(" ")}`,
      "Run its nodes by the commands in each node's commands.txt.",
    );
  }
  const keyless = topology.nodes.filter((node) => !fs.existsSync(nodeKeyFile(network, node)));
  if (keyless.length > 0) {
    throw new CommandError(
      `Keys are missing: ${keyless.map((node) => nodeKeyFile(network, node)).join(", ")}.`,
      "Put each key back into its place; a backup holds them only when it was made with --with-keys.",
    );
  }
  const experienced = topology.nodes.filter((node) =>
    fs.existsSync(path.join(nodeFolder(network, node), lastKnownPath)),
  );
  if (breakGlass && experienced.length === 0) {
    throw new CommandError(
      `No enforcer of ${topology.name} has known the network before.`,
      "Start it without --break-glass.",
    );
  }
  const user = ownerOf(folder);
  for (const node of topology.nodes) {
    for (const written of ["data", "enforcer"])
      fs.mkdirSync(path.join(nodeFolder(network, node), written), { recursive: true, mode: 0o700 });
    await renderNode(network, node, "0.0.0.0");
  }
  await renderServices(network, services, user);
  const keys = await Promise.all(
    topology.nodes.map(
      async (node) => [node.name, addressOfKey(await publicKeyOf(network, node))] as const,
    ),
  );
  writeWhole(
    path.join(folder, "compose.yaml"),
    composeFile({
      topology,
      founders: Object.keys(founding.nodes),
      addresses: Object.fromEntries(keys),
      ...(breakGlass ? { breakGlass: experienced.map(({ name }) => name) } : {}),
      user,
    }),
  );
  // Compose takes the name of the project from here, whoever calls it.
  writeWhole(path.join(folder, ".env"), `COMPOSE_PROJECT_NAME=${projectName(topology)}\n`);
  if (process.getuid?.() === 0) {
    for (const node of topology.nodes) giveTo(nodeFolder(network, node), user);
    giveTo(path.join(folder, "services"), user);
  }
}

/** Name under which Compose and the engine know the containers of a network. */
export const projectName = ({ name }: Topology): string => `foedus-${name}`;

async function renderServices(
  network: NetworkFolder,
  kinds: readonly ServiceKind[],
  { uid, gid }: { uid: number; gid: number },
): Promise<void> {
  const { folder, addresses } = network;
  const services = path.join(folder, "services");
  if (kinds.includes("database")) {
    const database = path.join(services, "database");
    fs.mkdirSync(path.join(database, "data"), { recursive: true, mode: 0o700 });
    passwordIn(databasePasswordFile(network));
    writeWhole(
      path.join(database, "passwd"),
      `root:x:0:0::/:/sbin/nologin\nfoedus:x:${uid}:${gid}::/:/sbin/nologin\n`,
    );
    if (hasService(network, "app")) renderAppDatabase(network);
  }
  if (kinds.includes("relayer")) await renderRelayer(network);
  if (kinds.includes("webhooks")) await renderWebhooks(network);
  if (kinds.includes("simulator")) {
    const simulator = path.join(services, "simulator");
    fs.mkdirSync(simulator, { recursive: true });
    writeWhole(
      path.join(simulator, "simulator.json"),
      json(simulatorSettings(network, simulatorHost)),
    );
  }
  if (kinds.includes("app")) {
    await makeAuthorisationKey(network);
    renderAppDatabase(network);
  }
  if (kinds.includes("index")) {
    const { placeSubgraph } = await import("../../subgraph/build.ts");
    placeSubgraph(path.join(services, "index", "subgraph"), {
      network: "foedus",
      addresses: { ...addresses },
      startBlocks: 0,
      genesisLogs: readGenesisLogs(network),
    });
  }
  const endpoints = path.join(services, "app", "endpoints.json");
  // A dApp that runs reads the file again when a node has come or gone.
  if (kinds.includes("app") || fs.existsSync(endpoints)) {
    fs.mkdirSync(path.dirname(endpoints), { recursive: true });
    writeWhole(endpoints, json(dappEndpoints(network, network.topology.nodes)));
  }
}

/** Password of the user as whom the database belongs to the index. */
export const databasePasswordFile = ({ folder }: NetworkFolder): string =>
  path.join(folder, "services", "database", "password");

/** Key with which the dApp's server signs access tokens. Who loses it loses the tokens that are out, and nothing else. */
export const authorisationKeyFile = ({ folder }: Pick<NetworkFolder, "folder">): string =>
  path.join(folder, "services", "authorisation", "key");

/** Makes that key when there is none yet. */
export async function makeAuthorisationKey(network: NetworkFolder): Promise<void> {
  const file = authorisationKeyFile(network);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  await readOrCreateKeyFile(file, "ES256");
}

/** Files that make the relayer's secrets, by the names under which they are mounted. */
export const relayerSecretFiles = (network: NetworkFolder) => ({
  key: relayerKeyFile(network),
  database: path.join(relayerFolder(network), "database"),
  password: path.join(relayerFolder(network), "password"),
});

/** Writes what the relayer is told; its key and its password are made when there are none yet. */
export async function renderRelayer(network: NetworkFolder): Promise<void> {
  await relayerAccountOf(network);
  const files = relayerSecretFiles(network);
  const password = passwordIn(files.password);
  writeWhole(files.database, databaseUrlOf("relayer", password), 0o600);
  writeWhole(path.join(relayerFolder(network), "relayer.json"), json(relayerSettings(network)));
}

/** Files of the database in which the dApp's server keeps invoices, by the names under which they are mounted. */
export const appDatabaseFiles = ({ folder }: Pick<NetworkFolder, "folder">) => ({
  // Not in the folder that the container of the dApp sees.
  address: path.join(folder, "services", "app-database", "address"),
  password: path.join(folder, "services", "app-database", "password"),
});

/** Writes where that database is; its password is made when there is none yet. */
export function renderAppDatabase(network: Pick<NetworkFolder, "folder">): void {
  const { address, password } = appDatabaseFiles(network);
  const value = passwordIn(password);
  writeWhole(address, databaseUrlOf("app", value), 0o600);
}

/** Files that make the secrets of the webhooks, by the names under which they are mounted. */
export const webhooksSecretFiles = (network: NetworkFolder) => ({
  key: webhooksKeyFile(network),
  database: path.join(webhooksFolder(network), "database"),
  password: path.join(webhooksFolder(network), "password"),
});

/** Writes what the service of webhooks is told; its key and its password are made when there are none yet. */
export async function renderWebhooks(network: NetworkFolder): Promise<void> {
  const files = webhooksSecretFiles(network);
  const password = passwordIn(files.password);
  if (!fs.existsSync(files.key)) await createNodeKey(files.key);
  writeWhole(files.database, databaseUrlOf("webhooks", password), 0o600);
  writeWhole(path.join(webhooksFolder(network), "webhooks.json"), json(webhooksSettings(network)));
}

/** Where a service finds its own database, which it enters by a role of its own. */
const databaseUrlOf = (service: "relayer" | "webhooks" | "app", password: string): string =>
  `postgresql://foedus_${service}:${password}@database:5432/foedus_${service}`;

/** The password in a file, which is made when there is none yet. */
export function passwordIn(file: string): string {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!fs.existsSync(file))
    fs.writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  return fs.readFileSync(file, "utf8").trim();
}

/** Who runs the containers: the owner of the folder; nobody of the machine where that is root. */
function ownerOf(folder: string): { uid: number; gid: number } {
  const { uid, gid } = fs.statSync(folder);
  return uid === 0 ? { uid: containerUser, gid: containerUser } : { uid, gid };
}

function giveTo(file: string, { uid, gid }: { uid: number; gid: number }): void {
  if (!fs.existsSync(file)) return;
  fs.lchownSync(file, uid, gid);
  if (!fs.lstatSync(file).isDirectory()) return;
  for (const name of fs.readdirSync(file)) giveTo(path.join(file, name), { uid, gid });
}

/** The founding validators: they belong before anybody is registered. Whoever else was there from the beginning is admitted like others. */
function foundersOf({ topology, founding }: NetworkFolder): Enode[] {
  return topology.nodes.flatMap(({ name, kind, host, port }) => {
    const publicKey = founding.nodes[name];
    return publicKey === undefined || kind !== "validator" ? [] : [{ publicKey, host, port }];
  });
}

/** Addresses of the founding validators, small letters; refuses where one of them has left the folder since. */
export function foundingValidators(network: NetworkFolder): Hex[] {
  const { founding, topology } = network;
  const gone = Object.keys(founding.nodes).filter(
    (name) => !topology.nodes.some((node) => node.name === name),
  );
  if (gone.length > 0)
    throw new CommandError(
      `${gone.join(", ")} founded the network and left it: the folder does not tell any more who validated from the beginning.`,
      "Give the validators of the time of the decision: --validators.",
    );
  return foundersOf(network).map(({ publicKey }) => addressOfKey(publicKey).toLowerCase() as Hex);
}

export function checkTopology(topology: Topology, where: string): void {
  const problems = topologyProblems(topology);
  if (problems.length > 0)
    throw new CommandError(
      `The topology cannot be rendered: ${problems.join(" ")}`,
      `Correct ${where}.`,
    );
}

interface NodePlace {
  chainId: number;
  host: string;
  port: number;
  rpcPort: number;
}

/** Kaia takes all of its settings as arguments. */
function kaiaCommands(
  kind: TopologyNode["kind"],
  address: Address,
  { chainId, port, rpcPort: rpc }: NodePlace,
): string[] {
  const program = kind === "validator" ? "kcn" : "ken";
  const run = kaiaRunArguments({
    program,
    dataFolder: "data",
    keyFile: "node-key",
    chainId,
    address,
    port,
    rpcHost: "127.0.0.1",
    rpcPort: rpc,
  });
  return [
    "# Once, in this folder:",
    `${program} ${kaiaInitArguments("data", "../../../genesis.json").join(" ")}`,
    "# The node:",
    `${program} ${run.join(" ")}`,
  ];
}

/** Besu reads its settings from files. */
function writeBesu(
  place: string,
  settings: BesuNodeSettings,
  mandateKeys: readonly Address[],
): string[] {
  writeWhole(path.join(place, "besu.toml"), besuConfiguration(settings));
  writeWhole(path.join(place, "permissions.toml"), besuPermissions(settings.founders));
  writeWhole(path.join(place, "permissions-accounts.toml"), besuAccounts(mandateKeys));
  writeWhole(path.join(place, "static-nodes.json"), besuStaticNodes(settings.founders));
  return ["# The node, in this folder:", "besu --config-file=besu.toml"];
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(`${file} cannot be read.`, anotherFolder, cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`${file} is not JSON.`, anotherFolder, cause);
  }
}

/** Readers see the whole file or the one before. */
function writeWhole(file: string, text: string, mode = 0o666): void {
  const partial = `${file}.partial`;
  fs.writeFileSync(partial, text, { mode });
  fs.renameSync(partial, file);
}

const lines = (all: readonly string[]): string => `${all.join("\n")}\n`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
