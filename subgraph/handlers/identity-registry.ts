import { Address, Bytes } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import {
  getOrCreateAttribute,
  getOrCreateDelegate,
  getOrCreateIdentity,
  getOrCreateRecovery,
} from "../entities/identity";
import { getOrCreateTransaction } from "../entities/transaction";
import {
  DIDAttributeChanged as DidAttributeChangedLog,
  DIDDelegateChanged as DidDelegateChangedLog,
  DIDOwnerChanged as DidOwnerChangedLog,
  GuardiansSet as GuardiansSetLog,
  RecoveryApproved as RecoveryApprovedLog,
  RecoveryCancelled as RecoveryCancelledLog,
  RecoveryExecuted as RecoveryExecutedLog,
} from "../generated/IdentityRegistry/IdentityRegistry";
import {
  DidAttributeChanged,
  DidDelegateChanged,
  DidOwnerChanged,
  GuardiansSet,
  RecoveryApproved,
  RecoveryCancelled,
  RecoveryExecuted,
} from "../generated/schema";
import { eventId } from "../ids";

export function handleDIDOwnerChanged(event: DidOwnerChangedLog): void {
  const params = event.params;
  const identity = getOrCreateIdentity(params.identity, event);
  if (params.owner == Address.zero()) {
    // For the contract the identity owns itself again; resolvers take it as deactivated from the first time on.
    identity.owner = identity.id;
    if (identity.deactivatedAt === null) identity.deactivatedAt = event.block.timestamp;
  } else {
    identity.owner = params.owner;
  }
  identity.changedBlock = event.block.number;
  identity.save();

  const log = new DidOwnerChanged(eventId(event));
  describe(log, event);
  log.identity = identity.id;
  log.owner = params.owner;
  log.previousChange = params.previousChange;
  log.save();
}

export function handleDIDDelegateChanged(event: DidDelegateChangedLog): void {
  const params = event.params;
  const identity = getOrCreateIdentity(params.identity, event);
  identity.changedBlock = event.block.number;
  identity.save();
  const delegate = getOrCreateDelegate(identity.id, params.delegateType, params.delegate);
  delegate.validTo = params.validTo;
  delegate.changedAt = event.block.timestamp;
  delegate.changedIn = getOrCreateTransaction(event).id;
  delegate.save();

  const log = new DidDelegateChanged(eventId(event));
  describe(log, event);
  log.identity = identity.id;
  log.delegateEntry = delegate.id;
  log.delegateType = params.delegateType;
  log.delegate = params.delegate;
  log.validTo = params.validTo;
  log.previousChange = params.previousChange;
  log.save();
}

export function handleDIDAttributeChanged(event: DidAttributeChangedLog): void {
  const params = event.params;
  const identity = getOrCreateIdentity(params.identity, event);
  identity.changedBlock = event.block.number;
  identity.save();
  const attribute = getOrCreateAttribute(identity.id, params.name, params.value);
  attribute.validTo = params.validTo;
  attribute.changedAt = event.block.timestamp;
  attribute.changedIn = getOrCreateTransaction(event).id;
  attribute.save();

  const log = new DidAttributeChanged(eventId(event));
  describe(log, event);
  log.identity = identity.id;
  log.attribute = attribute.id;
  log.name = params.name;
  log.value = params.value;
  log.validTo = params.validTo;
  log.previousChange = params.previousChange;
  log.save();
}

export function handleGuardiansSet(event: GuardiansSetLog): void {
  const params = event.params;
  const identity = getOrCreateIdentity(params.identity, event);
  const guardians = changetype<Bytes[]>(params.guardians);
  identity.guardians = guardians;
  identity.guardiansOwner = identity.owner;
  identity.guardianThreshold = params.threshold;
  identity.guardianDelay = params.delay;
  identity.recoveryRound = params.round;
  identity.save();

  const log = new GuardiansSet(eventId(event));
  describe(log, event);
  log.identity = identity.id;
  log.round = params.round;
  log.guardians = guardians;
  log.threshold = params.threshold;
  log.delay = params.delay;
  log.actor = params.actor;
  log.save();
}

export function handleRecoveryApproved(event: RecoveryApprovedLog): void {
  const params = event.params;
  const identity = getOrCreateIdentity(params.identity, event);
  identity.save();
  const recovery = getOrCreateRecovery(identity.id, params.round, params.newOwner);
  recovery.approvals = params.approvals;
  recovery.executableFrom = params.executableFrom.isZero() ? null : params.executableFrom;
  recovery.expiry = params.expiry;
  recovery.approvedAt = event.block.timestamp;
  recovery.approvedIn = getOrCreateTransaction(event).id;
  recovery.save();

  const log = new RecoveryApproved(eventId(event));
  describe(log, event);
  log.identity = identity.id;
  log.recovery = recovery.id;
  log.round = params.round;
  log.guardian = params.guardian;
  log.newOwner = params.newOwner;
  log.approvals = params.approvals;
  log.executableFrom = recovery.executableFrom;
  log.expiry = params.expiry;
  log.save();
}

export function handleRecoveryCancelled(event: RecoveryCancelledLog): void {
  const params = event.params;
  const identity = getOrCreateIdentity(params.identity, event);
  identity.recoveryRound = params.round;
  identity.save();

  const log = new RecoveryCancelled(eventId(event));
  describe(log, event);
  log.identity = identity.id;
  log.round = params.round;
  log.actor = params.actor;
  log.save();
}

export function handleRecoveryExecuted(event: RecoveryExecutedLog): void {
  const params = event.params;
  const identity = getOrCreateIdentity(params.identity, event);
  identity.save();
  const recovery = getOrCreateRecovery(identity.id, params.round, params.newOwner);
  recovery.executedAt = event.block.timestamp;
  recovery.executedIn = getOrCreateTransaction(event).id;
  recovery.save();

  const log = new RecoveryExecuted(eventId(event));
  describe(log, event);
  log.identity = identity.id;
  log.recovery = recovery.id;
  log.round = params.round;
  log.newOwner = params.newOwner;
  log.actor = params.actor;
  log.save();
}
