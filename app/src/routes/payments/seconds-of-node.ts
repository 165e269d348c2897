import { activeSeconds } from "#lib/features/nodes/active-time.ts";
import type { PaymentStream } from "#lib/index/payments.ts";

/** What the node that counts for a stream says at a time, in seconds; null where none does. */
export function secondsOfNode(node: PaymentStream["node"], now: number): bigint | null {
  return node && BigInt(activeSeconds(node, now));
}
