import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { MemberRegistry, TotalsChange } from "../generated/schema";
import { eventId, ordinalOf } from "../ids";

export function getOrCreateMemberRegistry(address: Bytes): MemberRegistry {
  let registry = MemberRegistry.load(address);
  if (registry == null) {
    registry = new MemberRegistry(address);
    registry.totalHeads = 0;
    registry.totalWeight = BigInt.zero();
    registry.save();
  }
  return registry;
}

/** Moves the totals by what one member's vote gained or lost, and keeps the totals in the history, as the contract does. */
export function changeTotals(
  registry: MemberRegistry,
  heads: i32,
  weight: BigInt,
  event: ethereum.Event,
): void {
  registry.totalHeads = registry.totalHeads + heads;
  registry.totalWeight = registry.totalWeight.plus(weight);

  const change = new TotalsChange(eventId(event));
  change.memberRegistry = registry.id;
  change.timepoint = event.block.timestamp;
  change.ordinal = ordinalOf(event);
  change.heads = registry.totalHeads;
  change.weight = registry.totalWeight;
  change.previous = registry.latestTotals;
  change.save();

  registry.latestTotals = change.id;
  registry.save();
}

/** The entry of the history of totals that held at a timepoint in the past, or null when there were no members yet. */
export function totalsAt(registry: MemberRegistry, timepoint: BigInt): Bytes | null {
  let latest = registry.latestTotals;
  while (latest !== null) {
    const change = TotalsChange.load(latest)!;
    if (change.timepoint <= timepoint) break;
    latest = change.previous;
  }
  return latest;
}
