import { named } from "#lib/chain/contract-views.ts";

/** What the register says of a key, whether or not a node was ever registered with it. */
export interface NodeStanding {
  status: (typeof statuses)[number];
  /** Nonce that the next proof of possession must carry. */
  nonce: bigint;
}

export type NodeStandingAnswer =
  | { state: "known"; node: string; standing: NodeStanding }
  /** The register could not be asked, so nobody knows the nonce. */
  | { state: "unknown"; node: string };

const statuses = [
  "none",
  "pending",
  "active",
  "suspended",
  "retired",
  "standby",
  "quarantined",
] as const;

/** In the order of `NodeStatus` in `contracts/nodes/INodeRegistry.sol`. */
export function nodeStatusAt(value: number): NodeStanding["status"] {
  return named(statuses, value);
}

/** Asks this server, which asks the contract. */
export async function fetchNodeStanding(
  node: string,
  request: typeof fetch = fetch,
): Promise<NodeStandingAnswer> {
  try {
    const response = await request(`/nodes/register/${node}`);
    if (!response.ok) return { state: "unknown", node };
    return readNodeStanding(node, await response.json());
  } catch {
    return { state: "unknown", node };
  }
}

export function readNodeStanding(node: string, answer: unknown): NodeStandingAnswer {
  const { status, nonce } = (answer ?? {}) as { status?: unknown; nonce?: unknown };
  const known = statuses.find((candidate) => candidate === status);
  if (!known || typeof nonce !== "string" || !/^\d+$/.test(nonce))
    return { state: "unknown", node };
  return { state: "known", node, standing: { status: known, nonce: BigInt(nonce) } };
}
