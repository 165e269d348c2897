import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import { ScheduledOperation } from "../generated/schema";
import { scheduledOperationId } from "../ids";

/** An operation that the Authority has announced before. */
export function loadScheduledOperation(operation: Bytes, nonce: BigInt): ScheduledOperation {
  return ScheduledOperation.load(scheduledOperationId(operation, nonce))!;
}
