import { erc20Abi } from "viem";

import { chainReader } from "#lib/chain/chain-reader.ts";

import type { Means } from "./contribution.ts";

type Hex = `0x${string}`;

/** What an account has of a token and lets the treasury take; null while the chain gives no answer. */
export async function readMeans(token: Hex, account: Hex, treasury: Hex): Promise<Means | null> {
  const contract = { address: token, abi: erc20Abi } as const;
  try {
    const [balance, allowance] = await Promise.all([
      chainReader().readContract({ ...contract, functionName: "balanceOf", args: [account] }),
      chainReader().readContract({
        ...contract,
        functionName: "allowance",
        args: [account, treasury],
      }),
    ]);
    return { balance, allowance };
  } catch {
    // Whatever the cause, the form says that it cannot know, and the contract decides.
    return null;
  }
}
