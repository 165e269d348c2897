import { isIP } from "node:net";

/** Client software that networks are rendered for. */
export const clients = ["besu", "kaia"] as const;

export const nodeKinds = ["validator", "boot", "observer", "bridge"] as const;

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
}

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
    if (!Number.isInteger(node.port) || node.port < 1 || node.port > 65_535)
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
  return problems;
}

/** Seconds since 1970; NaN when the text is no time in UTC to the second. */
export function secondsOf(genesisTime: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(genesisTime)
    ? Date.parse(genesisTime) / 1_000
    : Number.NaN;
}

const isName = (text: string): boolean => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);

const isHost = (text: string): boolean =>
  isIP(text) !== 0 ||
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);

function repeated(texts: readonly string[]): string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}
