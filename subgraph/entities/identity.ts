import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import {
  Identity,
  IdentityAttribute,
  IdentityDelegate,
  IdentityRecovery,
} from "../generated/schema";
import { identityAttributeId, identityDelegateId, identityRecoveryId } from "../ids";
import { getOrCreateTransaction } from "./transaction";
import { asciiOf } from "./words";

/** Every address is an identity that owns itself until something is said. The caller saves it. */
export function getOrCreateIdentity(address: Bytes, event: ethereum.Event): Identity {
  let identity = Identity.load(address);
  if (identity == null) {
    identity = new Identity(address);
    identity.owner = address;
    identity.changedBlock = BigInt.zero();
    identity.guardians = [];
    identity.guardianThreshold = 0;
    identity.guardianDelay = BigInt.zero();
    identity.recoveryRound = BigInt.zero();
  }
  identity.changedAt = event.block.timestamp;
  identity.changedIn = getOrCreateTransaction(event).id;
  return identity;
}

export function getOrCreateDelegate(
  identity: Bytes,
  delegateType: Bytes,
  delegate: Bytes,
): IdentityDelegate {
  const id = identityDelegateId(identity, delegateType, delegate);
  let entry = IdentityDelegate.load(id);
  if (entry == null) {
    entry = new IdentityDelegate(id);
    entry.identity = identity;
    entry.delegateType = delegateType;
    entry.delegateTypeText = asciiOf(delegateType);
    entry.delegate = delegate;
  }
  return entry;
}

export function getOrCreateAttribute(
  identity: Bytes,
  name: Bytes,
  value: Bytes,
): IdentityAttribute {
  const id = identityAttributeId(identity, name, value);
  let attribute = IdentityAttribute.load(id);
  if (attribute == null) {
    attribute = new IdentityAttribute(id);
    attribute.identity = identity;
    attribute.name = name;
    attribute.nameText = asciiOf(name);
    attribute.value = value;
  }
  return attribute;
}

export function getOrCreateRecovery(
  identity: Bytes,
  round: BigInt,
  newOwner: Bytes,
): IdentityRecovery {
  const id = identityRecoveryId(identity, round, newOwner);
  let recovery = IdentityRecovery.load(id);
  if (recovery == null) {
    recovery = new IdentityRecovery(id);
    recovery.identity = identity;
    recovery.round = round;
    recovery.newOwner = newOwner;
  }
  return recovery;
}
