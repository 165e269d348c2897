import hre from "hardhat";
import type { Address, Hash, Hex } from "viem";
import { getAddress, numberToHex } from "viem";

import type { SystemAddresses } from "../../deploy/deploy.ts";

/** An account as the cheatcode `vm.loadAllocs` and the genesis files of Ethereum clients take it. */
export interface AllocatedAccount {
  balance: Hex;
  nonce: Hex;
  code: Hex;
  storage: Record<Hex, Hex>;
}

export type Allocs = Record<Address, AllocatedAccount>;

/** Accounts before and after one transaction, as the tracer `prestateTracer` tells them; only what changed. */
interface Difference {
  pre: TouchedAccounts;
  post: TouchedAccounts;
}

type TouchedAccounts = Record<Address, { storage?: Record<Hex, Hex> }>;

type Connection = Awaited<ReturnType<typeof hre.network.create>>;

/**
 * Deploys the system of the embedded chain on a chain inside this process, by the modules that every network uses, and takes from
 * it what stands in the accounts of its contracts. Solidity tests, which cannot run Ignition, start from it.
 */
export async function genesisAllocs(): Promise<{ addresses: SystemAddresses; allocs: Allocs }> {
  // These import what the generator has just written.
  const { deploySystem } = await import("../../deploy/deploy.ts");
  const { localParameters } = await import("../../deploy/networks/local/parameters.ts");
  const connection = await hre.network.create();
  try {
    const addresses = await deploySystem(connection, localParameters);
    return { addresses, allocs: await contractAccounts(connection) };
  } finally {
    await connection.close();
  }
}

/** Every account with code that a transaction of the chain touched, as it stands now. */
export async function contractAccounts(connection: Connection): Promise<Allocs> {
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

  const allocs: Allocs = {};
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
    allocs[address] = { balance, nonce, code, storage };
  }
  return allocs;
}

/** The file `generated/genesis-allocs.json`. */
export const allocsFile = (allocs: Allocs): string => `${JSON.stringify(allocs, null, 2)}\n`;

/** The file `generated/GenesisAddresses.sol`. */
export function genesisAddressesFile(addresses: SystemAddresses): string {
  const constants = Object.entries(addresses).map(
    ([name, address]) =>
      `    address internal constant ${constantName(name)} = ${getAddress(address)};\n`,
  );
  return `// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice Where the contracts stand that \`generated/genesis-allocs.json\` holds.
library GenesisAddresses {
${constants.join("")}}
`;
}

/** The file `generated/addresses.ts`. */
export function addressesFile(addresses: SystemAddresses): string {
  const lines = Object.entries(addresses).map(
    ([name, address]) => `  ${name}: "${getAddress(address)}",\n`,
  );
  return `/** Where the contracts of the embedded chain stand; other networks say so in their endpoints. */
export const localAddresses = {
${lines.join("")}} as const;
`;
}

/** `MemberRegistry` -> `MEMBER_REGISTRY`. */
const constantName = (name: string): string =>
  name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();

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
