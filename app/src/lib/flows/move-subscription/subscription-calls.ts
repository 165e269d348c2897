import { encodeFunctionData } from "viem";

import { subscriptionsAbi } from "#generated/contracts/Subscriptions.ts";
import { subscriptionTerms } from "#lib/features/payments/payment.ts";
import { askAllowance, askBalance } from "#lib/flows/new-payment/ask-account.ts";
import type { PaymentSubscription } from "#lib/index/payments.ts";

type Hex = `0x${string}`;
interface Call {
  to: Hex;
  data: Hex;
}

/** Collects an amount for a period, in units of the token. `invoice`: its hash, 0 for none. */
export function collectCall(
  subscription: PaymentSubscription,
  index: number,
  amount: bigint,
  invoice: Hex,
): Call {
  const data = encodeFunctionData({
    abi: subscriptionsAbi,
    functionName: "collect",
    args: [subscriptionTerms(subscription), index, amount, invoice],
  });
  return { to: subscription.contract, data };
}

export function cancelCall(subscription: PaymentSubscription): Call {
  const data = encodeFunctionData({
    abi: subscriptionsAbi,
    functionName: "cancel",
    args: [subscriptionTerms(subscription)],
  });
  return { to: subscription.contract, data };
}

/** What the payer has, and lets the contract take; null when the chain gives no answer. */
export async function askMeans({
  payer,
  token,
  contract,
}: PaymentSubscription): Promise<{ balance: bigint; allowance: bigint } | null> {
  try {
    const [balance, allowance] = await Promise.all([
      askBalance(token, payer),
      askAllowance(token, payer, contract),
    ]);
    return balance === null ? null : { balance, allowance };
  } catch {
    // The page goes without; what is not there, the simulation says.
    return null;
  }
}
