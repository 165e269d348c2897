import { zeroHash } from "viem";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import type { ContractReader } from "#lib/chain/contract-views.ts";
import type { PaymentStream } from "#lib/index/payments.ts";

/** What the meter of a stream says now, in seconds; null with the clock, and where the meter gives no answer. */
export async function readMeter(
  chain: ContractReader,
  { meter, meterSubject }: Pick<PaymentStream, "meter" | "meterSubject">,
): Promise<bigint | null> {
  if (meter === null) return null;
  try {
    return await chain.readContract({
      address: meter,
      // Every meter has this function of the register of nodes (`IMeter`).
      abi: nodeRegistryAbi,
      functionName: "activeSeconds",
      args: [meterSubject ?? zeroHash],
    });
  } catch {
    // A meter is anybody's contract; the stream counts nothing while it is silent.
    return null;
  }
}
