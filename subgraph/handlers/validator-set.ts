import { Address, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import { nodeOfAddress } from "../entities/node";
import {
  getOrCreateValidator,
  getOrCreateValidatorSet,
  recordValidatorChange,
} from "../entities/validator";
import {
  ValidatorAdded as ValidatorAddedLog,
  ValidatorRemoved as ValidatorRemovedLog,
  ValidatorReplaced as ValidatorReplacedLog,
} from "../generated/ValidatorSet/ValidatorSet";
import { ValidatorAdded, ValidatorRemoved, ValidatorReplaced } from "../generated/schema";
import { eventId } from "../ids";

export function handleValidatorAdded(event: ValidatorAddedLog): void {
  const params = event.params;
  const count = changeCount(event.address, 1);
  enter(params.validator, event);
  recordValidatorChange(params.validator, "ENTERED", null, count, event);

  const log = new ValidatorAdded(eventId(event));
  describe(log, event);
  log.validator = params.validator;
  log.actor = params.actor;
  log.save();
}

export function handleValidatorRemoved(event: ValidatorRemovedLog): void {
  const params = event.params;
  const count = changeCount(event.address, -1);
  leave(params.validator, event);
  recordValidatorChange(params.validator, "LEFT", null, count, event);

  const log = new ValidatorRemoved(eventId(event));
  describe(log, event);
  log.validator = params.validator;
  log.actor = params.actor;
  log.save();
}

export function handleValidatorReplaced(event: ValidatorReplacedLog): void {
  const params = event.params;
  const count = changeCount(event.address, 0);
  leave(params.removed, event);
  enter(params.added, event);
  recordValidatorChange(params.removed, "LEFT", params.added, count, event);
  recordValidatorChange(params.added, "ENTERED", params.removed, count, event);

  const log = new ValidatorReplaced(eventId(event));
  describe(log, event);
  log.removed = params.removed;
  log.added = params.added;
  log.actor = params.actor;
  log.save();
}

function enter(address: Address, event: ethereum.Event): void {
  const validator = getOrCreateValidator(address);
  validator.inSet = true;
  validator.enteredAt = event.block.timestamp;
  validator.node = nodeOfAddress(address);
  validator.save();
}

function leave(address: Address, event: ethereum.Event): void {
  const validator = getOrCreateValidator(address);
  validator.inSet = false;
  validator.leftAt = event.block.timestamp;
  validator.save();
}

function changeCount(address: Bytes, difference: i32): i32 {
  const set = getOrCreateValidatorSet(address);
  set.validatorCount = set.validatorCount + difference;
  set.save();
  return set.validatorCount;
}
