import { getOrCreateDecisionClassEntry } from "../entities/decision-class-entry";
import { describe } from "../entities/event";
import { getOrCreateTransaction } from "../entities/transaction";
import { decisionClass } from "../enums";
import {
  DecisionClassSet as DecisionClassSetLog,
  TargetPinned as TargetPinnedLog,
} from "../generated/DecisionClasses/DecisionClasses";
import { DecisionClassSet, PinnedTarget, TargetPinned } from "../generated/schema";
import { eventId, pinnedTargetId } from "../ids";

export function handleDecisionClassSet(event: DecisionClassSetLog): void {
  const params = event.params;
  const entry = getOrCreateDecisionClassEntry(event.address, params.target, params.selector);
  entry.class_ = decisionClass(params.class_);
  entry.setBlock = event.block.number;
  entry.setAt = event.block.timestamp;
  entry.setIn = getOrCreateTransaction(event).id;
  entry.save();

  const log = new DecisionClassSet(eventId(event));
  describe(log, event);
  log.entry = entry.id;
  log.target = params.target;
  log.selector = params.selector;
  log.actor = params.actor;
  log.class_ = entry.class_;
  log.save();
}

export function handleTargetPinned(event: TargetPinnedLog): void {
  const params = event.params;
  const id = pinnedTargetId(event.address, params.target);
  // Pinning twice changes nothing: the first time counts.
  if (PinnedTarget.load(id) == null) {
    const pinned = new PinnedTarget(id);
    pinned.table = event.address;
    pinned.target = params.target;
    pinned.pinnedBlock = event.block.number;
    pinned.pinnedAt = event.block.timestamp;
    pinned.pinnedIn = getOrCreateTransaction(event).id;
    pinned.save();
  }

  const log = new TargetPinned(eventId(event));
  describe(log, event);
  log.target = params.target;
  log.actor = params.actor;
  log.save();
}
