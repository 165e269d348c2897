import { getAddress } from "viem";

import type { SystemAddresses } from "../../deploy/deploy.ts";
import type { GenesisAccounts, SystemGenesis } from "../../deploy/render/system-genesis.ts";

/**
 * The system of the embedded chain by its deployment modules, for Solidity tests, which cannot run Ignition. Imported late, because
 * the modules import what the generator has just written.
 */
export async function localGenesis(): Promise<SystemGenesis> {
  const { systemGenesis } = await import("../../deploy/render/system-genesis.ts");
  const { localParameters } = await import("../../deploy/networks/local/parameters.ts");
  return await systemGenesis(localParameters);
}

/** The file `generated/genesis-allocs.json`. */
export const allocsFile = (accounts: GenesisAccounts): string =>
  `${JSON.stringify(accounts, null, 2)}\n`;

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
