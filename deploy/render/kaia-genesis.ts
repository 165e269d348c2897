import { type Address, concat, type Hex, numberToHex, pad, toRlp, zeroAddress } from "viem";

import type { GenesisAccounts } from "./system-genesis.ts";

export interface KaiaGenesisOptions {
  chainId: number;
  /** Seconds since 1970 of the first block. */
  timestamp: number;
  /** Addresses of the founding validators' keys: the same as in the ValidatorSet. */
  validators: readonly Address[];
  accounts: GenesisAccounts;
}

/** Validators may be any number below: Kaia draws a committee of this size from them. Above all that the ValidatorSet takes. */
const committeeSize = 256;

/**
 * The genesis file of a network of Kaia nodes (Istanbul BFT) with the system inside: every rule of the client from block 0 on, no
 * fees, and no other way to change validators than the votes of validators, which their enforcers cast.
 */
export function kaiaGenesis({ chainId, timestamp, validators, accounts }: KaiaGenesisOptions) {
  return {
    config: {
      chainId,
      // A committee is drawn in turn (policy 0); an epoch is where votes that are under way are forgotten.
      istanbul: { epoch: 604_800, policy: 0, sub: committeeSize },
      istanbulCompatibleBlock: 0,
      londonCompatibleBlock: 0,
      ethTxTypeCompatibleBlock: 0,
      magmaCompatibleBlock: 0,
      koreCompatibleBlock: 0,
      shanghaiCompatibleBlock: 0,
      cancunCompatibleBlock: 0,
      // Transactions cost nothing: who may send them is a matter of permissions.
      unitPrice: 0,
      deriveShaImpl: 2,
      governance: {
        // No single node governs: a change of validators takes more than half of them.
        governanceMode: "none",
        governingNode: zeroAddress,
        reward: {
          mintingAmount: 0,
          ratio: "100/0/0",
          useGiniCoeff: false,
          deferredTxFee: false,
          stakingUpdateInterval: 86_400,
          proposerUpdateInterval: 3_600,
          minimumStake: 0,
        },
        kip71: {
          lowerboundbasefee: 0,
          upperboundbasefee: 0,
          gastarget: 30_000_000,
          maxblockgasusedforbasefee: 60_000_000,
          basefeedenominator: 20,
        },
      },
    },
    number: "0x0",
    timestamp: numberToHex(timestamp),
    parentHash: pad("0x"),
    blockScore: "0x1",
    gasUsed: "0x0",
    governanceData: null,
    extraData: istanbulExtraData(validators),
    alloc: Object.fromEntries(
      Object.entries(accounts).map(([address, account]) => [address.slice(2), account]),
    ),
  };
}

/** 32 bytes of the client's own, then RLP of the sorted validators, an empty proposer's seal and no committed seals. */
export function istanbulExtraData(validators: readonly Address[]): Hex {
  const sorted = validators.map((address) => address.toLowerCase() as Hex).sort();
  return concat([pad("0x"), toRlp([sorted, pad("0x", { size: 65 }), []])]);
}
