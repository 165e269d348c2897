import { createPublicClient, http } from "viem";

import { CommandError } from "../foedus/command-error.ts";

/** Refuses a node that does not answer, or that is of another chain. */
export async function requireChain(rpc: string, chainId: number): Promise<void> {
  let found: number;
  try {
    found = await createPublicClient({ transport: http(rpc, { retryCount: 0 }) }).getChainId();
  } catch (cause) {
    throw new CommandError(
      `No node answers at ${rpc}.`,
      "Start the network first, or name a node of it: --rpc.",
      cause,
    );
  }
  if (found !== chainId)
    throw new CommandError(
      `${rpc} is chain ${found}, and the network is chain ${chainId}.`,
      "Name a node of this network: --rpc.",
    );
}
