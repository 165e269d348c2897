import { BlockList, isIP, isIPv4 } from "node:net";

/** Client software that networks are rendered for. */
export const clients = ["besu", "kaia"] as const;

export const nodeKinds = ["validator", "boot", "observer", "bridge"] as const;

/**
 * What runs beside the nodes: `json-rpc` answers the public part of one node's JSON-RPC, `index` is graph-node, `relayer` brings signed
 * ballots to their bodies, `webhooks` tells endpoints what happens to payments, `database` is the PostgreSQL of these three, `simulator` tries proposals on copies of the chain, `app` is the dApp with
 * its API.
 */
export const serviceKinds = [
  "json-rpc",
  "database",
  "index",
  "relayer",
  "webhooks",
  "simulator",
  "app",
] as const;

export type ServiceKind = (typeof serviceKinds)[number];

export interface TopologyOrganisation {
  /** Short name in folders and node names: lower-case letters, digits, hyphens. */
  id: string;
  /** Legal name. */
  name: string;
}

export interface TopologyNode {
  /** Unique in the network: lower-case letters, digits, hyphens. */
  name: string;
  /** `id` of the organisation that runs it. */
  organisation: string;
  kind: (typeof nodeKinds)[number];
  /** Host name or IP address at which other nodes reach it. */
  host: string;
  /** Port of the peer-to-peer protocol, TCP. */
  port: number;
}

/** A service of one organisation; a network has each kind once at most, and asks the other kinds that it needs. */
export interface TopologyService {
  kind: ServiceKind;
  /** `id` of the organisation that runs it. */
  organisation: string;
  /** Of `json-rpc` only: `name` of the node that answers, one of the same organisation. */
  node?: string;
  /** TCP port on the loopback of the machine that it runs on; it cannot be reached from there when left out. */
  port?: number;
}

/** A network as its founders agree on it, without any key. */
export interface Topology {
  /** Lower-case letters, digits, hyphens. */
  name: string;
  chainId: number;
  client: (typeof clients)[number];
  /** Time of the first block, UTC, for example `2026-01-01T00:00:00Z`: in the past when the first node starts. */
  genesisTime: string;
  organisations: readonly TopologyOrganisation[];
  /** The founding nodes. Nodes that come later are registered and admitted by vote. */
  nodes: readonly TopologyNode[];
  /** Network of the nodes' addresses where all of them are containers on one machine, for example `10.77.0.0/24`. */
  subnet?: string;
  services: readonly TopologyService[];
}

/** What each kind of service asks. */
const servicesAsked: Record<ServiceKind, readonly ServiceKind[]> = {
  "json-rpc": [],
  database: [],
  index: ["json-rpc", "database"],
  relayer: ["json-rpc", "database"],
  webhooks: ["json-rpc", "index", "database"],
  simulator: ["json-rpc"],
  app: ["json-rpc", "index", "database"],
};

/** Services that have no port on the machine, and who reaches them. */
const usersOfUnpublished: Partial<Record<ServiceKind, string>> = {
  database: "index, relayer, webhooks and dApp",
  // They know no limit of requests themselves.
  relayer: "the dApp",
  webhooks: "the dApp",
  simulator: "the dApp",
};

/** Validators below which a BFT network cannot lose a single one. */
const fewestValidators = 4;

/** Everything that is wrong with a topology, a sentence each; nothing when it can be rendered. */
export function topologyProblems(topology: Topology): string[] {
  const { name, chainId, client, genesisTime, organisations, nodes } = topology;
  const problems: string[] = [];
  if (!isName(name))
    problems.push(`The network's name "${name}" is not lower-case letters, digits and hyphens.`);
  if (!Number.isSafeInteger(chainId) || chainId < 1)
    problems.push(`The chain id ${chainId} is no positive whole number.`);
  if (!clients.includes(client))
    problems.push(`"${client}" is no client that can be rendered: ${clients.join(", ")}.`);
  if (Number.isNaN(secondsOf(genesisTime)))
    problems.push(
      `The time of the first block "${genesisTime}" is not of the form 2026-01-01T00:00:00Z.`,
    );

  for (const { id } of organisations)
    if (!isName(id))
      problems.push(`The organisation's id "${id}" is not lower-case letters, digits and hyphens.`);
  for (const node of nodes) {
    const is = `Node ${node.name}`;
    if (!isName(node.name))
      problems.push(
        `The node's name "${node.name}" is not lower-case letters, digits and hyphens.`,
      );
    if (!organisations.some(({ id }) => id === node.organisation))
      problems.push(
        `${is} is run by "${node.organisation}", which is no organisation of the topology.`,
      );
    if (!nodeKinds.includes(node.kind))
      problems.push(`${is} is of the kind "${node.kind}": give one of ${nodeKinds.join(", ")}.`);
    if (!isHost(node.host))
      problems.push(`${is} is at "${node.host}", which is no host name and no IP address.`);
    if (!isPort(node.port))
      problems.push(`${is} has the port ${node.port}: give one from 1 to 65535.`);
  }
  problems.push(
    ...repeated(organisations.map(({ id }) => id)).map(
      (id) => `Two organisations have the id "${id}".`,
    ),
    ...repeated(nodes.map((node) => node.name)).map(
      (twice) => `Two nodes have the name "${twice}".`,
    ),
    ...repeated(nodes.map(({ host, port }) => `${host}:${port}`)).map(
      (at) => `Two nodes are at ${at}.`,
    ),
  );
  const validators = nodes.filter(({ kind }) => kind === "validator").length;
  if (validators < fewestValidators)
    problems.push(
      `There are ${validators} validators: a network that shall survive the loss of one needs ${fewestValidators}.`,
    );
  return [...problems, ...serviceProblems(topology), ...subnetProblems(topology)];
}

function serviceProblems({ organisations, nodes, services }: Topology): string[] {
  const problems: string[] = [];
  const kinds = services.map(({ kind }) => kind);
  for (const { kind, organisation, node, port } of services) {
    const is = `The service ${kind}`;
    if (!serviceKinds.includes(kind)) {
      problems.push(`"${kind}" is no kind of service: give one of ${serviceKinds.join(", ")}.`);
      continue;
    }
    if (!organisations.some(({ id }) => id === organisation))
      problems.push(`${is} is run by "${organisation}", which is no organisation of the topology.`);
    if (kind === "json-rpc") {
      const asked = nodes.find(({ name }) => name === node);
      if (asked === undefined)
        problems.push(`${is} asks "${node ?? ""}", which is no node of the topology.`);
      else if (asked.organisation !== organisation)
        problems.push(`${is} of ${organisation} asks ${asked.name} of ${asked.organisation}.`);
    } else if (node !== undefined) {
      problems.push(`${is} names the node "${node}", but asks none itself.`);
    }
    if (port !== undefined && !isPort(port))
      problems.push(`${is} has the port ${port}: give one from 1 to 65535.`);
    const user = usersOfUnpublished[kind];
    if (user !== undefined && port !== undefined)
      problems.push(`${is} has the port ${port}: only ${user} may reach it.`);
    for (const other of servicesAsked[kind])
      if (!kinds.includes(other))
        problems.push(`${is} asks the service ${other}, which is missing.`);
  }
  problems.push(
    ...repeated(kinds).map((kind) => `There is more than one service ${kind}.`),
    ...repeated(services.flatMap(({ port }) => (port === undefined ? [] : [String(port)]))).map(
      (port) => `Two services have the port ${port}.`,
    ),
  );
  return problems;
}

function subnetProblems({ nodes, subnet }: Topology): string[] {
  if (subnet === undefined) return [];
  const [, network = "", bits] = /^([\d.]+)\/(\d{1,2})$/.exec(subnet) ?? [];
  if (!isIPv4(network) || Number(bits) < 8 || Number(bits) > 29)
    return [`The subnet "${subnet}" is no IPv4 network such as 10.77.0.0/24.`];
  const inside = new BlockList();
  inside.addSubnet(network, Number(bits), "ipv4");
  return nodes
    .filter(({ host }) => !isIPv4(host) || !inside.check(host, "ipv4"))
    .map(({ name, host }) => `Node ${name} is at ${host}, which is outside the subnet ${subnet}.`)
    .concat(
      nodes
        .filter(({ host }) => host === gatewayOf(subnet))
        .map(({ name, host }) => `Node ${name} is at ${host}, which is the machine's own address.`),
    );
}

/** The first address of a subnet, which the machine itself takes. */
export function gatewayOf(subnet: string): string {
  return addressIn(subnet, 1);
}

/** The address at a place of a subnet, from 1. */
export function addressIn(subnet: string, place: number): string {
  const [network = ""] = subnet.split("/");
  const number = place + network.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** Seconds since 1970; NaN when the text is no time in UTC to the second. */
export function secondsOf(genesisTime: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(genesisTime)
    ? Date.parse(genesisTime) / 1_000
    : Number.NaN;
}

const isName = (text: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

const isHost = (text: string): boolean =>
  isIP(text) !== 0 ||
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);

function repeated(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
