import { Entity, ethereum, Value } from "@graphprotocol/graph-ts";

import { ordinalOf } from "../ids";
import { getOrCreateTransaction } from "./transaction";

/** Fills in what every type of the event log has: the fields of the schema's interface `Event`. */
export function describe(entity: Entity, event: ethereum.Event): void {
  entity.set("ordinal", Value.fromBigInt(ordinalOf(event)));
  entity.set("emitter", Value.fromBytes(event.address));
  entity.set("transaction", Value.fromBytes(getOrCreateTransaction(event).id));
  entity.set("sender", Value.fromBytes(event.transaction.from));
  entity.set("block", Value.fromBigInt(event.block.number));
  entity.set("timestamp", Value.fromBigInt(event.block.timestamp));
  entity.set("logIndex", Value.fromI32(event.logIndex.toI32()));
}
