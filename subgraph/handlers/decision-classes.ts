import { getOrCreateDecisionClassEntry } from "../entities/decision-class-entry";
import { describe } from "../entities/event";
import { getOrCreateTransaction } from "../entities/transaction";
import { decisionClass, placesIn, ruleKind } from "../enums";
import {
  CooperationListed as CooperationListedLog,
  CooperationSet as CooperationSetLog,
  DecisionClassSet as DecisionClassSetLog,
  RuleSet as RuleSetLog,
  TargetPinned as TargetPinnedLog,
} from "../generated/DecisionClasses/DecisionClasses";
import {
  CooperationListed,
  CooperationSet,
  DecisionClassSet,
  PinnedTarget,
  RuleSet,
  TargetPinned,
} from "../generated/schema";
import { eventId, pinnedTargetId } from "../ids";

export function handleDecisionClassSet(event: DecisionClassSetLog): void {
  const params = event.params;
  const entry = getOrCreateDecisionClassEntry(event.address, params.target, params.selector);
  entry.class_ = decisionClass(params.class_);
  // The next event of the same transaction names the cooperation of a call that belongs to one.
  entry.unset("cooperation");
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

export function handleCooperationListed(event: CooperationListedLog): void {
  const params = event.params;
  const entry = getOrCreateDecisionClassEntry(event.address, params.target, params.selector);
  entry.cooperation = params.cooperation;
  entry.save();

  const log = new CooperationListed(eventId(event));
  describe(log, event);
  log.entry = entry.id;
  log.target = params.target;
  log.selector = params.selector;
  log.actor = params.actor;
  log.cooperation = params.cooperation;
  log.save();
}

export function handleCooperationSet(event: CooperationSetLog): void {
  const params = event.params;
  const log = new CooperationSet(eventId(event));
  describe(log, event);
  log.cooperation = params.cooperation;
  log.actor = params.actor;
  log.participants = placesIn(params.participants);
  log.save();
}

export function handleRuleSet(event: RuleSetLog): void {
  const params = event.params;
  const log = new RuleSet(eventId(event));
  describe(log, event);
  log.class_ = decisionClass(params.class_);
  log.actor = params.actor;
  log.edition = params.edition.toI32();
  log.kind = ruleKind(params.kind);
  log.headsNumerator = params.headsNumerator;
  log.headsDenominator = params.headsDenominator;
  log.moreThanHeads = params.moreThanHeads;
  log.weightNumerator = params.weightNumerator;
  log.weightDenominator = params.weightDenominator;
  log.blockingHeads = params.blockingHeads;
  log.quorumNumerator = params.quorumNumerator;
  log.quorumDenominator = params.quorumDenominator;
  log.objections = params.objections;
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
