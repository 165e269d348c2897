import { describe } from "../entities/event";
import {
  addPeriod,
  addVerificationMethod,
  beginTerm,
  endTerm,
  insertDidDocument,
  lastingRelationships,
  loadDidDocument,
  loadVerificationMethod,
  setBaseDocument,
  setEnd,
  setEnds,
  stepOf,
  supersede,
} from "../entities/did-document";
import { getOrCreateTransaction } from "../entities/transaction";
import {
  BaseDocumentUpdated as BaseDocumentUpdatedLog,
  ControllerAdded as ControllerAddedLog,
  ControllerRevoked as ControllerRevokedLog,
  DidDeactivated as DidDeactivatedLog,
  DidDocumentInserted as DidDocumentInsertedLog,
  VerificationMethodAdded as VerificationMethodAddedLog,
  VerificationMethodExpired as VerificationMethodExpiredLog,
  VerificationMethodRevoked as VerificationMethodRevokedLog,
  VerificationMethodRolled as VerificationMethodRolledLog,
  VerificationRelationshipAdded as VerificationRelationshipAddedLog,
} from "../generated/DidRegistry/DidRegistry";
import {
  BaseDocumentUpdated,
  ControllerAdded,
  ControllerRevoked,
  DidDeactivated,
  DidDocumentInserted,
  VerificationMethodAdded,
  VerificationMethodExpired,
  VerificationMethodRevoked,
  VerificationMethodRolled,
  VerificationRelationshipAdded,
} from "../generated/schema";
import { eventId } from "../ids";

export function handleDidDocumentInserted(event: DidDocumentInsertedLog): void {
  const params = event.params;
  const document = insertDidDocument(params.didHash, params.did, params.actor, event);
  setBaseDocument(document, params.baseDocument, params.actor, event);
  beginTerm(document, params.did, params.actor, event);
  const method = addVerificationMethod(
    document,
    params.vMethodId,
    params.publicKey,
    params.isSecp256k1,
    params.actor,
    event,
  );
  // In the order in which the register writes them.
  addPeriod(document, method, "capabilityInvocation", params.notBefore, params.notAfter, event);
  addPeriod(document, method, "authentication", params.notBefore, params.notAfter, event);
  method.save();
  const step = stepOf(document, "DidDocumentInserted", params.actor, event);
  step.verificationMethod = method.id;
  step.notBefore = params.notBefore;
  step.notAfter = params.notAfter;
  step.save();
  document.save();

  const log = new DidDocumentInserted(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.baseDocument = params.baseDocument;
  log.verificationMethod = method.id;
  log.publicKey = params.publicKey;
  log.isSecp256k1 = params.isSecp256k1;
  log.notBefore = params.notBefore;
  log.notAfter = params.notAfter;
  log.actor = params.actor;
  log.save();
}

export function handleBaseDocumentUpdated(event: BaseDocumentUpdatedLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  setBaseDocument(document, params.baseDocument, params.actor, event);
  stepOf(document, "BaseDocumentUpdated", params.actor, event).save();
  document.save();

  const log = new BaseDocumentUpdated(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.baseDocument = params.baseDocument;
  log.actor = params.actor;
  log.save();
}

export function handleControllerAdded(event: ControllerAddedLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  const controller = beginTerm(document, params.controller, params.actor, event);
  const step = stepOf(document, "ControllerAdded", params.actor, event);
  step.controllerDid = params.controller;
  step.save();
  document.save();

  const log = new ControllerAdded(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.controller = controller.id;
  log.actor = params.actor;
  log.save();
}

export function handleControllerRevoked(event: ControllerRevokedLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  const controller = endTerm(document, params.controller, params.actor, event);
  const step = stepOf(document, "ControllerRevoked", params.actor, event);
  step.controllerDid = params.controller;
  step.save();
  document.save();

  const log = new ControllerRevoked(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.controller = controller.id;
  log.actor = params.actor;
  log.save();
}

export function handleVerificationMethodAdded(event: VerificationMethodAddedLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  const method = addVerificationMethod(
    document,
    params.vMethodId,
    params.publicKey,
    params.isSecp256k1,
    params.actor,
    event,
  );
  method.save();
  const step = stepOf(document, "VerificationMethodAdded", params.actor, event);
  step.verificationMethod = method.id;
  step.save();
  document.save();

  const log = new VerificationMethodAdded(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.verificationMethod = method.id;
  log.publicKey = params.publicKey;
  log.isSecp256k1 = params.isSecp256k1;
  log.actor = params.actor;
  log.save();
}

export function handleVerificationRelationshipAdded(event: VerificationRelationshipAddedLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  const method = loadVerificationMethod(document.id, params.vMethodId);
  const relationship = addPeriod(
    document,
    method,
    params.name,
    params.notBefore,
    params.notAfter,
    event,
  );
  method.status = "ACTIVE";
  method.save();
  const step = stepOf(document, "VerificationRelationshipAdded", params.actor, event);
  step.verificationMethod = method.id;
  step.relationship = params.name;
  step.notBefore = params.notBefore;
  step.notAfter = params.notAfter;
  step.save();
  document.save();

  const log = new VerificationRelationshipAdded(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.verificationMethod = method.id;
  log.relationship = relationship.id;
  log.name = params.name;
  log.notBefore = params.notBefore;
  log.notAfter = params.notAfter;
  log.actor = params.actor;
  log.save();
}

export function handleVerificationMethodRevoked(event: VerificationMethodRevokedLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  const method = loadVerificationMethod(document.id, params.vMethodId);
  const lasting = lastingRelationships(method, event);
  for (let i = 0; i < lasting.length; ++i) supersede(lasting[i], event);
  method.status = "REVOKED";
  method.revokedBlock = event.block.number;
  method.revokedAt = event.block.timestamp;
  method.revokedFrom = params.notAfter;
  method.revokedIn = getOrCreateTransaction(event).id;
  method.save();
  const step = stepOf(document, "VerificationMethodRevoked", params.actor, event);
  step.verificationMethod = method.id;
  step.notAfter = params.notAfter;
  step.save();
  document.save();

  const log = new VerificationMethodRevoked(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.verificationMethod = method.id;
  log.notAfter = params.notAfter;
  log.actor = params.actor;
  log.save();
}

export function handleVerificationMethodExpired(event: VerificationMethodExpiredLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  const method = loadVerificationMethod(document.id, params.vMethodId);
  setEnds(document, method, params.notAfter, event);
  method.status = "EXPIRED";
  method.save();
  const step = stepOf(document, "VerificationMethodExpired", params.actor, event);
  step.verificationMethod = method.id;
  step.notAfter = params.notAfter;
  step.save();
  document.save();

  const log = new VerificationMethodExpired(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.verificationMethod = method.id;
  log.notAfter = params.notAfter;
  log.actor = params.actor;
  log.save();
}

export function handleVerificationMethodRolled(event: VerificationMethodRolledLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  const old = loadVerificationMethod(document.id, params.oldVMethodId);
  const method = addVerificationMethod(
    document,
    params.vMethodId,
    params.publicKey,
    params.isSecp256k1,
    params.actor,
    event,
  );
  method.replaces = old.id;
  const end = params.notBefore.plus(params.duration);
  const lasting = lastingRelationships(old, event);
  for (let i = 0; i < lasting.length; ++i) {
    const present = lasting[i];
    addPeriod(document, method, present.name, params.notBefore, params.notAfter, event);
    if (present.notAfter.gt(end)) setEnd(document, old, present, end, event);
  }
  method.save();
  old.status = "EXPIRED";
  old.save();
  const step = stepOf(document, "VerificationMethodRolled", params.actor, event);
  step.verificationMethod = method.id;
  step.oldVerificationMethod = old.id;
  step.notBefore = params.notBefore;
  step.notAfter = params.notAfter;
  step.save();
  document.save();

  const log = new VerificationMethodRolled(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.verificationMethod = method.id;
  log.publicKey = params.publicKey;
  log.isSecp256k1 = params.isSecp256k1;
  log.notBefore = params.notBefore;
  log.notAfter = params.notAfter;
  log.oldVerificationMethod = old.id;
  log.duration = params.duration;
  log.actor = params.actor;
  log.save();
}

export function handleDidDeactivated(event: DidDeactivatedLog): void {
  const params = event.params;
  const document = loadDidDocument(params.didHash);
  document.deactivatedBlock = event.block.number;
  document.deactivatedAt = event.block.timestamp;
  document.deactivatedIn = getOrCreateTransaction(event).id;
  stepOf(document, "DidDeactivated", params.actor, event).save();
  document.save();

  const log = new DidDeactivated(eventId(event));
  describe(log, event);
  log.document = document.id;
  log.actor = params.actor;
  log.save();
}
