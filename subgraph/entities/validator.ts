import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Validator, ValidatorChange, ValidatorSet } from "../generated/schema";
import { eventId, ordinalOf, validatorChangeId } from "../ids";
import { getOrCreateTransaction } from "./transaction";

export function getOrCreateValidatorSet(address: Bytes): ValidatorSet {
  let set = ValidatorSet.load(address);
  if (set == null) {
    set = new ValidatorSet(address);
    set.validatorCount = 0;
  }
  return set;
}

export function getOrCreateValidator(address: Bytes): Validator {
  const validator = Validator.load(address);
  return validator == null ? new Validator(address) : validator;
}

export function recordValidatorChange(
  validator: Bytes,
  kind: string,
  counterpart: Bytes | null,
  validatorCount: i32,
  event: ethereum.Event,
): void {
  const change = new ValidatorChange(validatorChangeId(eventId(event), validator));
  change.validator = validator;
  change.kind = kind;
  change.counterpart = counterpart;
  change.validatorCount = validatorCount;
  change.ordinal = ordinalOf(event);
  change.block = event.block.number;
  change.timestamp = event.block.timestamp;
  change.transaction = getOrCreateTransaction(event).id;
  change.save();
}
