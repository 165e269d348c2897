import hre from "hardhat";
import type { NetworkHooks } from "hardhat/types/hooks";
import {
  type Abi,
  type Address,
  decodeEventLog,
  type Hash,
  type Hex,
  isAddressEqual,
  numberToHex,
  toEventSelector,
} from "viem";

import {
  deploySystem,
  type SystemAddresses,
  systemContracts,
  type SystemParameters,
} from "../deploy.ts";

/** An account as the genesis files of Ethereum clients and the cheatcode `vm.loadAllocs` take it. */
export interface GenesisAccount {
  balance: Hex;
  nonce: Hex;
  code: Hex;
  storage: Record<Hex, Hex>;
}

export type GenesisAccounts = Record<Address, GenesisAccount>;

/** What a contract of the system said while it was deployed. */
export interface GenesisLog {
  contract: keyof SystemAddresses;
  event: string;
  /** In the order of the event's parameters, indexed ones among them; integers as decimal texts, because the logs become JSON. */
  values: readonly GenesisValue[];
}

export type GenesisValue = string | boolean | readonly GenesisValue[];

/** The system as it stands in the first block of a network: no deployer, no transaction. */
export interface SystemGenesis {
  addresses: SystemAddresses;
  accounts: GenesisAccounts;
  /** In the order in which they were emitted. No block of the network holds them, so that an index is told of them. */
  logs: GenesisLog[];
}

export interface SystemGenesisOptions {
  /** Chain id that the contracts are deployed for; Hardhat's own when left out. */
  chainId?: number;
  /** Seconds since 1970 of the first block: all that the deployment dates is a little older. The present when left out. */
  timestamp?: number;
}

/** Room for the blocks of the deployment before the first block of the network, in seconds. */
const deploymentSeconds = 1_000;

/** Accounts before and after one transaction, as the tracer `prestateTracer` tells them; only what changed. */
interface Difference {
  pre: TouchedAccounts;
  post: TouchedAccounts;
}

type TouchedAccounts = Record<Address, { storage?: Record<Hex, Hex> }>;

type Connection = Awaited<ReturnType<typeof hre.network.create>>;

/**
 * Deploys the system on a chain inside this process, by the modules that every network uses, and takes from it what stands in the
 * accounts of its contracts. With a timestamp the answer depends on nothing but the sources and the arguments, so that anybody
 * can compute the same genesis.
 */
export async function systemGenesis(
  parameters: SystemParameters,
  { chainId, timestamp }: SystemGenesisOptions = {},
): Promise<SystemGenesis> {
  const clock = timestamp === undefined ? undefined : datedBlocks(timestamp - deploymentSeconds);
  if (clock !== undefined) hre.hooks.registerHandlers("network", clock);
  try {
    const connection = await hre.network.create({
      override: {
        ...(chainId === undefined ? {} : { chainId }),
        ...(timestamp === undefined
          ? {}
          : { initialDate: new Date((timestamp - 2 * deploymentSeconds) * 1_000) }),
      },
    });
    try {
      const addresses = await deploySystem(connection, parameters);
      return {
        addresses,
        accounts: await contractAccounts(connection),
        logs: await systemLogs(connection, addresses),
      };
    } finally {
      await connection.close();
    }
  } finally {
    if (clock !== undefined) hre.hooks.unregisterHandlers("network", clock);
  }
}

/** Gives each transaction's block the second after the one before, whatever the clock of this machine says. */
function datedBlocks(first: number): Partial<NetworkHooks> {
  let next = first;
  return {
    onRequest: async (context, connection, request, proceed) => {
      if (/^eth_send(Raw)?Transaction$/.test(request.method)) {
        await connection.provider.request({
          method: "evm_setNextBlockTimestamp",
          params: [next],
        });
        next += 1;
      }
      return await proceed(context, connection, request);
    },
  };
}

/** Every account with code that a transaction of the chain touched, as it stands now. */
export async function contractAccounts(connection: Connection): Promise<GenesisAccounts> {
  const client = await connection.viem.getPublicClient();
  const slots = new Map<Address, Set<Hex>>();
  const last = await client.getBlockNumber();
  for (let blockNumber = 1n; blockNumber <= last; blockNumber += 1n) {
    const { transactions } = await client.getBlock({ blockNumber });
    for (const hash of transactions) {
      const { pre, post } = await difference(connection, hash);
      for (const [address, { storage = {} }] of [...entries(pre), ...entries(post)]) {
        const touched = slots.get(address) ?? new Set<Hex>();
        for (const slot of Object.keys(storage) as Hex[]) touched.add(slot);
        slots.set(address, touched);
      }
    }
  }

  const accounts: GenesisAccounts = {};
  for (const address of [...slots.keys()].sort()) {
    const code = await client.getCode({ address });
    if (code === undefined) continue;
    const storage: Record<Hex, Hex> = {};
    for (const slot of [...(slots.get(address) ?? [])].sort()) {
      const value = await client.getStorageAt({ address, slot });
      if (value !== undefined && BigInt(value) !== 0n) storage[slot] = value;
    }
    const balance = numberToHex(await client.getBalance({ address }));
    const nonce = numberToHex(await client.getTransactionCount({ address }));
    accounts[address] = { balance, nonce, code, storage };
  }
  return accounts;
}

/** All that the contracts of the system have said; implementations behind proxies speak for nobody. */
async function systemLogs(
  connection: Connection,
  addresses: SystemAddresses,
): Promise<GenesisLog[]> {
  const client = await connection.viem.getPublicClient();
  const contracts = Object.entries(addresses) as [keyof SystemAddresses, Address][];
  const logs: GenesisLog[] = [];
  for (const { address, data, topics } of await client.getLogs({ fromBlock: 0n })) {
    const contract = contracts.find(([, place]) => isAddressEqual(place, address))?.[0];
    if (contract === undefined) continue;
    const { abi }: { abi: Abi } = await hre.artifacts.readArtifact(systemContracts[contract]);
    const event = abi
      .filter((item) => item.type === "event")
      .find((item) => toEventSelector(item) === topics[0]);
    if (event === undefined)
      throw new Error(`${contract} has emitted an event that its ABI does not have: ${topics[0]}.`);
    const { args } = decodeEventLog({ abi: [event], data, topics });
    const named = args as unknown as Record<string, unknown>;
    const values = event.inputs.map(({ name = "" }) => genesisValue(named[name]));
    logs.push({ contract, event: event.name, values });
  }
  return logs;
}

function genesisValue(value: unknown): GenesisValue {
  if (Array.isArray(value)) return value.map(genesisValue);
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (typeof value === "string" || typeof value === "boolean") return value;
  throw new TypeError(`A deployment said something that is no plain value: ${typeof value}.`);
}

const entries = (accounts: TouchedAccounts) =>
  Object.entries(accounts) as [Address, TouchedAccounts[Address]][];

async function difference({ provider }: Connection, transaction: Hash): Promise<Difference> {
  const tracing = { tracer: "prestateTracer", tracerConfig: { diffMode: true } };
  const answer: unknown = await provider.request({
    method: "debug_traceTransaction",
    params: [transaction, tracing],
  });
  return answer as Difference;
}
