import { networkDirectoryAbi } from "#generated/contracts/NetworkDirectory.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { named, networkStages } from "./contract-views.ts";
import { type EventReader, wholeChain } from "./events.ts";
import type { NetworkStage } from "./register-words.ts";

export interface DirectoryNetwork {
  /** In decimal digits. */
  chainId: string;
  name: string;
  stage: NetworkStage;
  consensus: string;
  /** 32 bytes; all 0 until a body has said it. */
  genesisHash: `0x${string}`;
}

/** The networks of the directory in the order of their registration, as the contract has them now. */
export async function readDirectory(
  chain: EventReader,
  { NetworkDirectory: address }: Pick<Addresses, "NetworkDirectory">,
): Promise<DirectoryNetwork[]> {
  const contract = { address, abi: networkDirectoryAbi } as const;
  const registered = await chain.getContractEvents({
    ...contract,
    eventName: "NetworkRegistered",
    ...wholeChain,
  });
  return Promise.all(
    registered.map(async ({ args: { chainId } }): Promise<DirectoryNetwork> => {
      const { name, stage, consensus, genesisHash } = await chain.readContract({
        ...contract,
        functionName: "network",
        args: [chainId],
      });
      return {
        chainId: String(chainId),
        name,
        stage: named(networkStages, stage),
        consensus,
        genesisHash,
      };
    }),
  );
}
