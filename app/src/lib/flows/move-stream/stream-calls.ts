import { encodeFunctionData } from "viem";

import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { chainReader } from "#lib/chain/chain-reader.ts";
import { streamTerms } from "#lib/features/payments/payment.ts";
import type { PaymentStream } from "#lib/index/payments.ts";

import type { StreamAction } from "./what-can-be-done.ts";

type Hex = `0x${string}`;

/** The call of an action; `amount` in units of the token is what is put in. */
export function streamCall(
  stream: PaymentStream,
  action: StreamAction,
  amount: bigint,
): { to: Hex; data: Hex } {
  const terms = streamTerms(stream);
  const abi = paymentStreamsAbi;
  return { to: stream.contract, data: data() };

  function data(): Hex {
    switch (action) {
      case "withdraw":
        return encodeFunctionData({ abi, functionName: "withdraw", args: [terms] });
      case "top-up":
        return encodeFunctionData({ abi, functionName: "topUp", args: [terms, amount] });
      case "pause":
        return encodeFunctionData({ abi, functionName: "pause", args: [terms] });
      case "resume":
        return encodeFunctionData({ abi, functionName: "resume", args: [terms] });
      case "end":
        return encodeFunctionData({ abi, functionName: "end", args: [terms] });
    }
  }
}

/** What the contract would pay out now, and what could still be put in, in units of the token; null when the chain gives no answer. */
export async function askStream(
  stream: PaymentStream,
): Promise<{ accrued: bigint; accruable: bigint } | null> {
  const contract = {
    address: stream.contract,
    abi: paymentStreamsAbi,
    args: [streamTerms(stream)],
  } as const;
  try {
    const [accrued, accruable] = await Promise.all([
      chainReader().readContract({ ...contract, functionName: "accrued" }),
      chainReader().readContract({ ...contract, functionName: "accruable" }),
    ]);
    return { accrued, accruable };
  } catch {
    // The words go without the figure; what would go through, the simulation says.
    return null;
  }
}
