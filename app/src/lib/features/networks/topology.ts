import type { EnforcerAnswer, EnforcerWord } from "#lib/enforcers.ts";

type Hex = `0x${string}`;

interface NetworkNode {
  id: Hex;
  host: string;
  publicKey: Hex;
  status: string;
}

export interface TopologyNode<Node> {
  node: Node;
  /** Place on the circle. */
  x: number;
  y: number;
  /** What its enforcer says; null where none is configured for it, or it gave no answer. */
  word: EnforcerWord | null;
  connected: Node[];
  /** Nodes that may connect and that its enforcer does not see; empty where nobody looked. */
  missing: Node[];
  /** Public keys of connected nodes that do not belong. */
  strangers: Hex[];
}

export interface TopologyLine {
  key: string;
  kind: "connected" | "missing";
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export interface Topology<Node> {
  nodes: TopologyNode<Node>[];
  lines: TopologyLine[];
}

/** Nodes that others let in: the contracts say so of the active ones, of those that rest, and of the founders. */
const mayConnect = new Set(["active", "standby", "quarantined", "founding"]);

/** A validator that belongs since the first block, and that nobody has registered. */
export interface FoundingNode extends NetworkNode {
  kind: "validator";
  status: "founding";
}

/** Nodes that no register tells of and that have an enforcer: founders, by the names under which this site knows their enforcers. */
export function foundersAmong(
  answers: readonly EnforcerAnswer[],
  registered: readonly Pick<NetworkNode, "publicKey">[],
): FoundingNode[] {
  const known = new Set(registered.map(({ publicKey }) => publicKey));
  return answers.flatMap((answer): FoundingNode[] => {
    if (!answer.answered || answer.word.node === null || known.has(answer.word.node)) return [];
    const publicKey = answer.word.node;
    return [{ id: publicKey, host: answer.name, publicKey, kind: "validator", status: "founding" }];
  });
}

/** Who is connected to whom as the enforcers of either end report it, on a circle of 1 around 0. */
export function topologyOf<Node extends NetworkNode>(
  nodes: readonly Node[],
  answers: readonly EnforcerAnswer[],
): Topology<Node> {
  const members = nodes.filter(({ status }) => mayConnect.has(status));
  const words = new Map<Hex, EnforcerWord>();
  for (const answer of answers)
    if (answer.answered && answer.word.node !== null) words.set(answer.word.node, answer.word);
  const sees = (one: Node, other: Node) =>
    words.get(one.publicKey)?.peers?.some(({ publicKey }) => publicKey === other.publicKey);
  const areConnected = (one: Node, other: Node) =>
    sees(one, other) === true || sees(other, one) === true;
  const areMissing = (one: Node, other: Node) =>
    !areConnected(one, other) && (sees(one, other) === false || sees(other, one) === false);

  const placed = members.map((node, place): TopologyNode<Node> => {
    // The first node stands on top, the others follow the clock.
    const angle = (place / members.length) * 2 * Math.PI - Math.PI / 2;
    const others = members.filter((other) => other !== node);
    const word = words.get(node.publicKey) ?? null;
    const known = new Set(members.map(({ publicKey }) => publicKey));
    return {
      node,
      x: round(Math.cos(angle)),
      y: round(Math.sin(angle)),
      word,
      connected: others.filter((other) => areConnected(node, other)),
      missing: word?.peers ? others.filter((other) => areMissing(node, other)) : [],
      strangers: (word?.peers ?? [])
        .filter(({ belongs, publicKey }) => !belongs && !known.has(publicKey))
        .map(({ publicKey }) => publicKey),
    };
  });
  const lines = placed.flatMap((one, place) =>
    placed.slice(place + 1).flatMap((other): TopologyLine[] => {
      const connected = areConnected(one.node, other.node);
      if (!connected && !areMissing(one.node, other.node)) return [];
      return [
        {
          key: `${one.node.id} ${other.node.id}`,
          kind: connected ? "connected" : "missing",
          x1: one.x,
          y1: one.y,
          x2: other.x,
          y2: other.y,
        },
      ];
    }),
  );
  return { nodes: placed, lines };
}

/** A host for a picture: the first two labels of a name, all of an address. */
export function shortHost(host: string): string {
  return /^[\d.]+$|:/.test(host) ? host : host.split(".").slice(0, 2).join(".");
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
