import type { Hex } from "viem";

import { addressOfKey } from "../../deploy/agents/clients/node-client.ts";
import { containersOf } from "../../deploy/render/compose.ts";
import type { TopologyNode } from "../../deploy/render/topology.ts";
import { type Container, Containers } from "../network/containers.ts";
import { type NetworkFolder, publicKeyOf, readNetworkFolder } from "../network/network-folder.ts";
import { serviceLine, serviceStatus } from "../network/service-status.ts";
import type { Command } from "./command.ts";

/** A node as its own client and enforcer tell. */
interface NodeStatus {
  node: string;
  kind: TopologyNode["kind"];
  /** Of its client's container, `absent` where it was never started. */
  state: string;
  head: number | null;
  peers: number | null;
  /** Whether its consensus counts on it. */
  validates: boolean | null;
  enforcer: "obeys" | "drifts" | "unreachable" | "silent";
  /** Kinds of drift, and how many of each. */
  drift: Record<string, number>;
  /** Why its enforcer says nothing on the chain; null when it does, or is not asked to. */
  unreported: string | null;
}

export const networkStatusCommand: Command = {
  verb: "network status",
  summary:
    "Tell of each node its newest block, peers, whether it validates, and whether it does what the contracts say; and of the services how they are.",
  options: {
    folder: { value: "<folder>", meaning: "what `network init` wrote", required: true },
  },
  async run({ folder }) {
    const network = readNetworkFolder(folder as string);
    const containers = await Containers.of(network);
    const list = await containers.list();
    const nodes = await Promise.all(
      network.topology.nodes.map((node) => statusOf(network, containers, list, node)),
    );
    const services = await Promise.all(
      network.topology.services.map(({ kind }) => serviceStatus(containers, list, kind)),
    );
    return {
      text: [
        `${network.topology.name} (chain ${network.topology.chainId})`,
        "",
        row(["node", "kind", "client", "block", "peers", "validates", "enforcer"]),
        ...nodes.map((one) =>
          row([
            one.node,
            one.kind,
            one.state,
            one.head ?? "-",
            one.peers ?? "-",
            one.validates === null ? "-" : one.validates ? "yes" : "no",
            [one.enforcer, ...Object.entries(one.drift).map(([kind, n]) => `${kind} ${n}`)].join(
              " ",
            ),
          ]),
        ),
        "",
        ...nodes.flatMap(({ node, unreported }) =>
          unreported === null ? [] : [`${node} says nothing on the chain: ${unreported}.`],
        ),
        ...services.map(serviceLine),
      ].join("\n"),
      json: { network: network.topology.name, nodes, services },
    };
  },
};

async function statusOf(
  network: NetworkFolder,
  containers: Containers,
  list: readonly Container[],
  node: TopologyNode,
): Promise<NodeStatus> {
  const { client } = containersOf(node.name);
  const container = list.find(({ service }) => service === client);
  const nothing = {
    head: null,
    peers: null,
    validates: null,
    enforcer: "silent",
    drift: {},
    unreported: null,
  } as const;
  const status = {
    node: node.name,
    kind: node.kind,
    state: container?.health ?? container?.state ?? "absent",
  };
  if (container === undefined) return { ...status, ...nothing };
  const own = addressOfKey(await publicKeyOf(network, node)).toLowerCase();
  const [answers, health] = await Promise.all([
    containers
      .askAll(node.name, [
        ["eth_blockNumber"],
        ["net_peerCount"],
        ["istanbul_getValidators", ["latest"]],
      ])
      .catch(() => undefined),
    containers.health(node.name),
  ]);
  const [head, peers, validators] = (answers ?? []) as [Hex?, Hex?, string[]?];
  const drift: Record<string, number> = {};
  for (const { kind } of health?.drift ?? []) drift[kind] = (drift[kind] ?? 0) + 1;
  return {
    ...status,
    head: head === undefined ? null : Number(head),
    peers: peers === undefined ? null : Number(peers),
    validates: validators?.some((address) => address.toLowerCase() === own) ?? null,
    enforcer: health?.status ?? "silent",
    drift,
    unreported: health?.unreported ?? null,
  };
}

function row(cells: readonly (string | number)[]): string {
  const widths = [16, 11, 11, 9, 7, 11];
  return cells
    .map((cell, index) => String(cell).padEnd(widths[index] ?? 0))
    .join("")
    .trimEnd();
}
