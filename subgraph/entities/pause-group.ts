import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { PauseGroup, PauseRight } from "../generated/schema";
import { pauseRightId } from "../ids";
import { getOrCreateTransaction } from "./transaction";
import { asciiOf } from "./words";

/** A group from its first setting on: whoever sets it fills in its numbers. */
export function getOrCreatePauseGroup(id: Bytes): PauseGroup {
  let group = PauseGroup.load(id);
  if (group == null) {
    group = new PauseGroup(id);
    group.name = asciiOf(id);
  }
  return group;
}

/** A right that the breaker has announced before. */
export function loadPauseRight(group: Bytes, holder: Bytes): PauseRight {
  return PauseRight.load(pauseRightId(group, holder))!;
}

/** The right is gone: used up at one time or taken away at the other. */
export function endPauseRight(
  right: PauseRight,
  usedAt: BigInt | null,
  disarmedAt: BigInt | null,
  event: ethereum.Event,
): void {
  right.usedAt = usedAt;
  right.disarmedAt = disarmedAt;
  right.endedIn = getOrCreateTransaction(event).id;
  right.save();
}
