import { erc20Abi } from "viem";

import { euroTokenAbi } from "#generated/contracts/EuroToken.ts";
import { chainReader } from "#lib/chain/chain-reader.ts";

type Hex = `0x${string}`;

/** What an account has of a token, in its units; null when the chain gives no answer. */
export async function askBalance(token: Hex, account: Hex): Promise<bigint | null> {
  try {
    return await chainReader().readContract({
      address: token,
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [account],
    });
  } catch {
    // The form does without: what is not there, the token refuses.
    return null;
  }
}

/** What a contract may take from an account, in units of the token. Throws when the chain gives no answer. */
export async function askAllowance(token: Hex, account: Hex, spender: Hex): Promise<bigint> {
  return chainReader().readContract({
    address: token,
    abi: erc20Abi,
    functionName: "allowance",
    args: [account, spender],
  });
}

/** The number that the account's next approval by signature has. Throws when the chain gives no answer. */
export async function askPermitNonce(token: Hex, account: Hex): Promise<bigint> {
  return chainReader().readContract({
    address: token,
    abi: euroTokenAbi,
    functionName: "nonces",
    args: [account],
  });
}
