import { encodeFunctionData } from "viem";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { chainReader } from "#lib/chain/chain-reader.ts";

type Hex = `0x${string}`;

/** What waits for an account in a contract that holds money, in units of the token; 0 when the chain gives no answer. */
export async function askClaimable(custody: Hex, token: Hex, account: Hex): Promise<bigint> {
  try {
    return await chainReader().readContract({
      address: custody,
      abi: paymentEscrowAbi,
      functionName: "claimable",
      args: [token, account],
    });
  } catch {
    // The page says by itself that the chain gives no answer; nothing is lost by waiting.
    return 0n;
  }
}

/** Has all that waits for the sender in the token sent to an account. */
export function claimCall(custody: Hex, token: Hex, recipient: Hex): { to: Hex; data: Hex } {
  const data = encodeFunctionData({
    abi: paymentEscrowAbi,
    functionName: "claim",
    args: [token, recipient],
  });
  return { to: custody, data };
}
