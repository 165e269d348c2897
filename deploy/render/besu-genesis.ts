import { type Address, type Hex, numberToHex, pad, toRlp, zeroAddress } from "viem";

import type { GenesisAccounts } from "./system-genesis.ts";

export interface BesuGenesisOptions {
  chainId: number;
  /** Seconds since 1970 of the first block. */
  timestamp: number;
  /** The contract that says who validates, from the first block on. */
  validatorSet: Address;
  accounts: GenesisAccounts;
}

/** Besu knows a chain of BFT blocks by this mark. */
const bftMixHash: Hex = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";

const secondsBetweenBlocks = 2;

/**
 * The genesis file of a network of Besu nodes (QBFT) with the system inside. Who validates is read from the ValidatorSet with every
 * block; the header names nobody. Without all forks from block 0 on, Besu could not run that call.
 */
export function besuGenesis({ chainId, timestamp, validatorSet, accounts }: BesuGenesisOptions) {
  return {
    config: {
      chainId,
      homesteadBlock: 0,
      eip150Block: 0,
      eip155Block: 0,
      eip158Block: 0,
      byzantiumBlock: 0,
      constantinopleBlock: 0,
      petersburgBlock: 0,
      istanbulBlock: 0,
      berlinBlock: 0,
      londonBlock: 0,
      shanghaiTime: 0,
      cancunTime: 0,
      // Transactions cost nothing: who may send them is a matter of permissions.
      zeroBaseFee: true,
      qbft: {
        blockperiodseconds: secondsBetweenBlocks,
        // A validator that does not propose in time is passed over; above the time between blocks.
        requesttimeoutseconds: 2 * secondsBetweenBlocks,
        epochlength: 30_000,
        validatorcontractaddress: validatorSet,
      },
    },
    nonce: "0x0" as const,
    timestamp: numberToHex(timestamp),
    gasLimit: numberToHex(60_000_000),
    difficulty: "0x1" as const,
    mixHash: bftMixHash,
    coinbase: zeroAddress,
    // Said and not left to the client's own values, so that the hash of the block is anybody's to compute.
    baseFeePerGas: "0x0" as const,
    blobGasUsed: "0x0" as const,
    excessBlobGas: "0x0" as const,
    parentBeaconBlockRoot: pad("0x"),
    // 32 bytes of the client's own, no validators, no vote, round 0, no seals.
    extraData: toRlp([pad("0x"), [], [], "0x", []]),
    alloc: Object.fromEntries(
      Object.entries(accounts).map(([address, account]) => [address.slice(2), account]),
    ),
  };
}
