import { Bytes } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import { endPauseRight, getOrCreatePauseGroup, loadPauseRight } from "../entities/pause-group";
import { getOrCreateTransaction } from "../entities/transaction";
import { wordOrNull } from "../entities/words";
import {
  ExitPinned as ExitPinnedLog,
  FunctionGroupSet as FunctionGroupSetLog,
  GroupPaused as GroupPausedLog,
  GroupSet as GroupSetLog,
  GroupUnpaused as GroupUnpausedLog,
  HeartbeatGiven as HeartbeatGivenLog,
  RightArmed as RightArmedLog,
  RightDisarmed as RightDisarmedLog,
} from "../generated/CircuitBreaker/CircuitBreaker";
import {
  PinnedExit,
  ExitPinned,
  FunctionGroupSet,
  GroupPaused,
  GroupSet,
  GroupUnpaused,
  HeartbeatGiven,
  PausableFunction,
  Pause,
  PauseRight,
  RightArmed,
  RightDisarmed,
} from "../generated/schema";
import { eventId, ordinalOf, pausableFunctionId, pauseRightId } from "../ids";

export function handleGroupSet(event: GroupSetLog): void {
  const params = event.params;
  const group = getOrCreatePauseGroup(params.group);
  group.breaker = event.address;
  group.maxDuration = params.maxDuration;
  group.coolDown = params.coolDown;
  group.heartbeatPeriod = params.heartbeatPeriod;
  group.setBlock = event.block.number;
  group.setAt = event.block.timestamp;
  group.setIn = getOrCreateTransaction(event).id;
  group.save();

  const log = new GroupSet(eventId(event));
  describe(log, event);
  log.group = group.id;
  log.actor = params.actor;
  log.maxDuration = params.maxDuration;
  log.coolDown = params.coolDown;
  log.heartbeatPeriod = params.heartbeatPeriod;
  log.save();
}

export function handleFunctionGroupSet(event: FunctionGroupSetLog): void {
  const params = event.params;
  const group: Bytes | null = wordOrNull(params.group);
  const pausable = new PausableFunction(pausableFunctionId(params.target, params.selector));
  pausable.target = params.target;
  pausable.selector = params.selector;
  pausable.group = group;
  pausable.setBlock = event.block.number;
  pausable.setAt = event.block.timestamp;
  pausable.setIn = getOrCreateTransaction(event).id;
  pausable.save();

  const log = new FunctionGroupSet(eventId(event));
  describe(log, event);
  log.target = params.target;
  log.selector = params.selector;
  log.group = group;
  log.actor = params.actor;
  log.save();
}

export function handleExitPinned(event: ExitPinnedLog): void {
  const params = event.params;
  // Pinning twice changes nothing: the first time counts.
  if (PinnedExit.load(params.selector) == null) {
    const exit = new PinnedExit(params.selector);
    exit.pinnedBlock = event.block.number;
    exit.pinnedAt = event.block.timestamp;
    exit.pinnedIn = getOrCreateTransaction(event).id;
    exit.save();
  }

  const log = new ExitPinned(eventId(event));
  describe(log, event);
  log.selector = params.selector;
  log.actor = params.actor;
  log.save();
}

export function handleRightArmed(event: RightArmedLog): void {
  const params = event.params;
  // Arming again begins everything anew, also for a right that was used up.
  const right = new PauseRight(pauseRightId(params.group, params.holder));
  right.group = params.group;
  right.holder = params.holder;
  right.notAfter = params.notAfter;
  right.heartbeatBy = params.heartbeatBy;
  right.armedAt = event.block.timestamp;
  right.armedIn = getOrCreateTransaction(event).id;
  right.usedAt = null;
  right.disarmedAt = null;
  right.endedIn = null;
  right.save();

  const log = new RightArmed(eventId(event));
  describe(log, event);
  log.holder = params.holder;
  log.group = params.group;
  log.actor = params.actor;
  log.notAfter = params.notAfter;
  log.heartbeatBy = params.heartbeatBy;
  log.save();
}

export function handleRightDisarmed(event: RightDisarmedLog): void {
  const params = event.params;
  const right = loadPauseRight(params.group, params.holder);
  endPauseRight(right, null, event.block.timestamp, event);

  const log = new RightDisarmed(eventId(event));
  describe(log, event);
  log.holder = params.holder;
  log.group = params.group;
  log.actor = params.actor;
  log.save();
}

export function handleHeartbeatGiven(event: HeartbeatGivenLog): void {
  const params = event.params;
  const right = loadPauseRight(params.group, params.holder);
  right.heartbeatBy = params.heartbeatBy;
  right.save();

  const log = new HeartbeatGiven(eventId(event));
  describe(log, event);
  log.holder = params.holder;
  log.group = params.group;
  log.heartbeatBy = params.heartbeatBy;
  log.save();
}

export function handleGroupPaused(event: GroupPausedLog): void {
  const params = event.params;
  const pause = new Pause(eventId(event));
  pause.ordinal = ordinalOf(event);
  pause.group = params.group;
  pause.holder = params.actor;
  pause.pausedSince = params.pausedSince;
  pause.pausedUntil = params.pausedUntil;
  pause.transaction = getOrCreateTransaction(event).id;
  pause.save();
  const group = getOrCreatePauseGroup(params.group);
  group.latestPause = pause.id;
  group.save();
  const right = loadPauseRight(params.group, params.actor);
  endPauseRight(right, event.block.timestamp, null, event);

  const log = new GroupPaused(eventId(event));
  describe(log, event);
  log.group = params.group;
  log.actor = params.actor;
  log.pausedSince = params.pausedSince;
  log.pausedUntil = params.pausedUntil;
  log.save();
}

export function handleGroupUnpaused(event: GroupUnpausedLog): void {
  const params = event.params;
  const pause = Pause.load(getOrCreatePauseGroup(params.group).latestPause!)!;
  pause.pausedUntil = params.pausedUntil;
  pause.unpausedAt = event.block.timestamp;
  pause.unpausedIn = getOrCreateTransaction(event).id;
  pause.save();

  const log = new GroupUnpaused(eventId(event));
  describe(log, event);
  log.group = params.group;
  log.actor = params.actor;
  log.pausedSince = params.pausedSince;
  log.pausedUntil = params.pausedUntil;
  log.save();
}
