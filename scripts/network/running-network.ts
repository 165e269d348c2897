import type { Hex } from "viem";

import type { TopologyNode } from "../../deploy/render/topology.ts";
import { containersOf } from "../../deploy/render/compose.ts";
import { CommandError } from "../foedus/command-error.ts";
import { withBindings } from "../foedus/bindings.ts";
import { Containers } from "./containers.ts";
import { type NetworkFolder, publicKeyOf } from "./network-folder.ts";
import type { Standing } from "./standing.ts";

/** What the contracts say about each node, as one running node of the network has them. */
export async function standings(
  network: NetworkFolder,
  containers: Containers,
  nodes: readonly TopologyNode[] = network.topology.nodes,
): Promise<Map<string, Standing>> {
  const keys = await Promise.all(nodes.map((node) => publicKeyOf(network, node)));
  const all = await standingsOfKeys(network, containers, keys);
  return new Map(all.map((standing, place) => [nodes[place]?.name ?? "", standing]));
}

/** What the contracts say about the nodes of these public keys, in their order. */
export async function standingsOfKeys(
  network: NetworkFolder,
  containers: Containers,
  publicKeys: readonly Hex[],
): Promise<Standing[]> {
  const { standingOf } = await withBindings(() => import("./standing.ts"));
  const witness = await newestNode(network, containers);
  const chain = containers.chainOf(witness);
  try {
    return await Promise.all(publicKeys.map((key) => standingOf(chain, network.addresses, key)));
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(
      `${witness} does not tell what the contracts say: ${cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause)}`,
      "The machine may be busy: give the command again; `network status` tells how the nodes are.",
      cause,
    );
  }
}

/** The running node that has the newest block: one that is behind could tell of an older decision. */
async function newestNode({ topology }: NetworkFolder, containers: Containers): Promise<string> {
  const heads = await Promise.all(
    topology.nodes.map(async ({ name }) => ({
      name,
      head: await containers.ask<string>(name, "eth_blockNumber").then(Number, () => -1),
    })),
  );
  const newest = heads.reduce((one, other) => (other.head > one.head ? other : one));
  if (newest.head < 0) {
    throw new CommandError(
      "No node of the network answers.",
      "Start it: npm run foedus -- network up --folder <folder>",
    );
  }
  return newest.name;
}

/** Services of compose.yaml that run for a node. */
export const programsOf = ({ name }: TopologyNode): string[] => {
  const { place, client, enforcer } = containersOf(name);
  return [place, client, enforcer];
};
