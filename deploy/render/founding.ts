import type { Address, Hex } from "viem";

import type { SystemAddresses } from "../deploy.ts";
import type { CommitteeOperator } from "../networks/local/bodies.ts";
import type { StateCode } from "../networks/local/members.ts";
import type { NetworkPlan } from "../networks/networks.ts";
import { addressOfKey } from "../agents/clients/node-client.ts";
import { besuGenesis } from "./besu-genesis.ts";
import { kaiaGenesis } from "./kaia-genesis.ts";
import { type GenesisLog, systemGenesis } from "./system-genesis.ts";
import { secondsOf } from "./topology.ts";

/**
 * What the founders of a network publish, beside the repository: their public keys. From both anybody computes the genesis.
 */
export interface Founding {
  /** Name of the network in `deploy/networks/networks.ts`. */
  network: string;
  /** Public keys of the founding nodes by their names, 64 bytes each. */
  nodes: Record<string, Hex>;
  /** Addresses of the members' mandate keys by the members' codes. */
  mandateKeys: Partial<Record<StateCode, Address>>;
  /** Addresses of the operators' mandate keys by their codes in their committee. */
  operatorKeys: Record<CommitteeOperator, Address>;
}

export interface RenderedGenesis {
  addresses: SystemAddresses;
  /** The genesis file of the network's client, byte for byte. */
  file: string;
  /** The file of what the contracts said while they were deployed, for the index. */
  logsFile: string;
}

/** Everything that is wrong with the keys of a founding; nothing when its genesis can be computed. */
export function foundingProblems({ topology }: NetworkPlan, { nodes }: Founding): string[] {
  const keys = topology.nodes.map(({ name }) => nodes[name]);
  return [
    ...topology.nodes
      .filter(({ name }) => !/^0x[0-9a-f]{128}$/.test(nodes[name] ?? ""))
      .map(({ name }) => `Node ${name} has no public key of 64 bytes.`),
    ...Object.keys(nodes)
      .filter((name) => !topology.nodes.some((node) => node.name === name))
      .map((name) => `There is a key of ${name}, which is no node of the topology.`),
    ...topology.nodes
      .filter(({ name }, index) => keys.indexOf(nodes[name]) !== index)
      .map(({ name }) => `Node ${name} has the key of another node.`),
  ];
}

/** The genesis of a network with the whole system inside. */
export async function renderGenesis(
  { topology, parameters }: NetworkPlan,
  { nodes, mandateKeys, operatorKeys }: Founding,
): Promise<RenderedGenesis> {
  const { chainId, client, genesisTime } = topology;
  const timestamp = secondsOf(genesisTime);
  const validators = topology.nodes
    .filter(({ kind }) => kind === "validator")
    .map(({ name }) => addressOfKey(nodes[name] ?? "0x"));
  const { addresses, accounts, logs } = await systemGenesis(
    parameters({ validators, mandateKeys, operatorKeys }),
    { chainId, timestamp },
  );
  const genesis =
    client === "besu"
      ? besuGenesis({ chainId, timestamp, validatorSet: addresses.ValidatorSet, accounts })
      : kaiaGenesis({ chainId, timestamp, validators, accounts });
  return { addresses, file: `${JSON.stringify(genesis, null, 2)}\n`, logsFile: logLines(logs) };
}

/** JSON with a line for each log, so that people can compare two of them. */
const logLines = (logs: readonly GenesisLog[]): string =>
  `[\n${logs.map((log) => `  ${JSON.stringify(log)}`).join(",\n")}\n]\n`;
