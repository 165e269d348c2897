import type { PageSources } from "#lib/chain/events.ts";
import { obedienceOf } from "#lib/chain/read-monitoring.ts";
import { readNetworksFromEvents, validatorChangesFromEvents } from "#lib/chain/read-networks.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import {
  activeNodesQuery,
  type Network,
  networkNodesQuery,
  networksQuery,
  type NodeOfNetwork,
  type ValidatorChange,
  validatorChangesQuery,
} from "#lib/index/networks.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";

/** The directory, and how many active nodes each network has. */
export interface NetworkList {
  networks: Network[];
  /** Active nodes by chain id; networks that the directory does not have may stand here, too. */
  activeNodes: Record<number, number>;
}

export async function readNetworks(
  sources: PageSources,
): Promise<{ source: Source } & NetworkList> {
  const { index, chain, addresses, isLate } = sources;
  return indexOrContract(
    async () => {
      const [{ networks }, { nodes }] = await Promise.all([
        index.ask(networksQuery, {}),
        index.ask(activeNodesQuery, {}),
      ]);
      return { networks, activeNodes: countByNetwork(nodes) };
    },
    async () => {
      const [networks, { nodes }] = await Promise.all([
        readNetworksFromEvents(chain, addresses),
        readRegisters(chain, addresses),
      ]);
      const active = nodes.filter(({ status }) => status === "active");
      return { networks, activeNodes: countByNetwork(active) };
    },
    isLate,
  );
}

function countByNetwork(nodes: readonly { network: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { network } of nodes) counts[network] = (counts[network] ?? 0) + 1;
  return counts;
}

/** One network with its nodes. */
export interface NetworkDetail {
  /** Null when the directory does not have it. */
  network: Network | null;
  nodes: NodeOfNetwork[];
  /** Who entered and left the set of validators of this chain, the latest first. */
  validatorChanges: ValidatorChange[];
}

/** @param isThisChain Whether the network is the chain that is read: of others nobody knows the validators here. */
export async function readNetworkDetail(
  sources: PageSources,
  chainId: number,
  isThisChain: boolean,
): Promise<{ source: Source } & NetworkDetail> {
  const { index, chain, addresses, isLate } = sources;
  return indexOrContract(
    async () => {
      const [{ networks }, { nodes }, { validatorChanges }] = await Promise.all([
        index.ask(networksQuery, {}),
        index.ask(networkNodesQuery, { network: String(chainId) }),
        isThisChain ? index.ask(validatorChangesQuery, {}) : { validatorChanges: [] },
      ]);
      return { network: find(networks, chainId), nodes, validatorChanges };
    },
    async () => {
      const [networks, registers, changes] = await Promise.all([
        readNetworksFromEvents(chain, addresses),
        readRegisters(chain, addresses),
        isThisChain ? validatorChangesFromEvents(chain, addresses) : [],
      ]);
      // The earliest registration first, as the index gives them.
      const own = registers.nodes
        .filter(
          ({ network, status }) => network === chainId && status !== "none" && status !== "retired",
        )
        .toReversed();
      const nodes = await Promise.all(
        own.map(async (node) => ({ ...node, ...(await obedienceOf(chain, addresses, node.id)) })),
      );
      const nodeOf = new Map(registers.nodes.map((node) => [node.address, node]));
      const validatorChanges = changes.map((change) => {
        const node = nodeOf.get(change.validator.id);
        const known = node ? { id: node.id, host: node.host } : null;
        return { ...change, validator: { ...change.validator, node: known } };
      });
      return { network: find(networks, chainId), nodes, validatorChanges };
    },
    isLate,
  );
}

function find(networks: readonly Network[], chainId: number): Network | null {
  return networks.find((network) => network.chainId === chainId) ?? null;
}
