import { BigInt, Bytes, crypto, ethereum } from "@graphprotocol/graph-ts";

import { relationshipNumber } from "../enums";
import {
  BaseDocument,
  ControllerRelationship,
  ControllerTerm,
  DidDocument,
  DidDocumentEvent,
  RelatedDids,
  VerificationMethod,
  VerificationRelationship,
} from "../generated/schema";
import {
  controllerTermId,
  eventId,
  hashOf,
  ordinalOf,
  placeId,
  relatedDidsId,
  verificationMethodId,
} from "../ids";
import { getOrCreateTransaction } from "./transaction";

/** The register says nothing about a DID before it was inserted. */
export function loadDidDocument(didHash: Bytes): DidDocument {
  return DidDocument.load(didHash)!;
}

export function loadVerificationMethod(document: Bytes, vMethodId: string): VerificationMethod {
  return VerificationMethod.load(verificationMethodId(document, vMethodId))!;
}

export function insertDidDocument(
  id: Bytes,
  did: string,
  actor: Bytes,
  event: ethereum.Event,
): DidDocument {
  const document = new DidDocument(id);
  document.did = did;
  document.controllerCount = 0;
  document.verificationMethodCount = 0;
  document.verificationRelationshipCount = 0;
  document.insertedBy = actor;
  document.insertedBlock = event.block.number;
  document.insertedAt = event.block.timestamp;
  document.insertedIn = getOrCreateTransaction(event).id;
  // The same DID in the register of issuers, whether it is there or not.
  document.issuer = id;
  document.rootTao = id;
  return document;
}

export function setBaseDocument(
  document: DidDocument,
  content: string,
  actor: Bytes,
  event: ethereum.Event,
): void {
  document.baseDocument = content;
  const version = new BaseDocument(eventId(event));
  version.document = document.id;
  version.content = content;
  version.since = event.block.timestamp;
  version.ordinal = ordinalOf(event);
  version.actor = actor;
  version.block = event.block.number;
  version.transaction = getOrCreateTransaction(event).id;
  version.save();
}

export function beginTerm(
  document: DidDocument,
  controller: string,
  actor: Bytes,
  event: ethereum.Event,
): ControllerRelationship {
  const index = document.controllerCount;
  const relationship = new ControllerRelationship(placeId(document.id, index));
  relationship.index = index;
  relationship.document = document.id;
  relationship.controller = hashOf(controller);
  relationship.controllerDid = controller;
  relationship.status = "ACTIVE";
  relationship.addedBy = actor;
  relationship.addedBlock = event.block.number;
  relationship.since = event.block.timestamp;
  relationship.addedIn = getOrCreateTransaction(event).id;
  relationship.save();
  document.controllerCount = index + 1;

  const term = new ControllerTerm(controllerTermId(document.id, relationship.controller));
  term.relationship = relationship.id;
  term.save();
  return relationship;
}

export function endTerm(
  document: DidDocument,
  controller: string,
  actor: Bytes,
  event: ethereum.Event,
): ControllerRelationship {
  const term = ControllerTerm.load(controllerTermId(document.id, hashOf(controller)))!;
  const relationship = ControllerRelationship.load(term.relationship)!;
  relationship.status = "REVOKED";
  relationship.revokedBy = actor;
  relationship.revokedBlock = event.block.number;
  relationship.until = event.block.timestamp;
  relationship.revokedIn = getOrCreateTransaction(event).id;
  relationship.save();
  return relationship;
}

export function addVerificationMethod(
  document: DidDocument,
  vMethodId: string,
  publicKey: Bytes,
  isSecp256k1: boolean,
  actor: Bytes,
  event: ethereum.Event,
): VerificationMethod {
  const index = document.verificationMethodCount;
  const method = new VerificationMethod(verificationMethodId(document.id, vMethodId));
  method.index = index;
  method.document = document.id;
  method.vMethodId = vMethodId;
  method.publicKey = publicKey;
  method.isSecp256k1 = isSecp256k1;
  method.account = isSecp256k1 ? accountOf(publicKey) : null;
  method.status = "ACTIVE";
  method.latestRelationships = [];
  method.addedBy = actor;
  method.addedBlock = event.block.number;
  method.addedAt = event.block.timestamp;
  method.addedIn = getOrCreateTransaction(event).id;
  document.verificationMethodCount = index + 1;
  return method;
}

/** The account of an uncompressed point: the last 20 bytes of the hash of both coordinates. */
function accountOf(point: Bytes): Bytes {
  const hash = crypto.keccak256(Bytes.fromUint8Array(point.subarray(1)));
  return Bytes.fromUint8Array(hash.subarray(12));
}

/** A key is for something from now on. The caller saves document and key. */
export function addPeriod(
  document: DidDocument,
  method: VerificationMethod,
  name: string,
  notBefore: BigInt,
  notAfter: BigInt,
  event: ethereum.Event,
): VerificationRelationship {
  const last = latestRelationship(method, name);
  const indexDid =
    last == null ? nextIndexDid(method.vMethodId, relationshipNumber(name)) : last.indexDid;
  return pushPeriod(document, method, name, notBefore, notAfter, indexDid, event);
}

/** Every relationship of a key that is not over gets another end. The caller saves document and key. */
export function setEnds(
  document: DidDocument,
  method: VerificationMethod,
  notAfter: BigInt,
  event: ethereum.Event,
): void {
  const lasting = lastingRelationships(method, event);
  for (let i = 0; i < lasting.length; ++i) setEnd(document, method, lasting[i], notAfter, event);
}

export function setEnd(
  document: DidDocument,
  method: VerificationMethod,
  present: VerificationRelationship,
  notAfter: BigInt,
  event: ethereum.Event,
): void {
  supersede(present, event);
  pushPeriod(document, method, present.name, present.notBefore, notAfter, present.indexDid, event);
}

/** What was said does not hold any more from this block on. */
export function supersede(relationship: VerificationRelationship, event: ethereum.Event): void {
  relationship.supersededBlock = event.block.number;
  relationship.supersededAt = event.block.timestamp;
  relationship.supersededIn = getOrCreateTransaction(event).id;
  relationship.save();
}

/** The last periods of a key that are not over, in the order of the register's relationships. */
export function lastingRelationships(
  method: VerificationMethod,
  event: ethereum.Event,
): VerificationRelationship[] {
  const latest = method.latestRelationships;
  const lasting: VerificationRelationship[] = [];
  for (let i = 0; i < latest.length; ++i) {
    const relationship = VerificationRelationship.load(latest[i])!;
    if (relationship.notAfter.ge(event.block.timestamp)) lasting.push(relationship);
  }
  return lasting;
}

function latestRelationship(
  method: VerificationMethod,
  name: string,
): VerificationRelationship | null {
  const latest = method.latestRelationships;
  for (let i = 0; i < latest.length; ++i) {
    const relationship = VerificationRelationship.load(latest[i])!;
    if (relationship.name == name) return relationship;
  }
  return null;
}

function pushPeriod(
  document: DidDocument,
  method: VerificationMethod,
  name: string,
  notBefore: BigInt,
  notAfter: BigInt,
  indexDid: i32,
  event: ethereum.Event,
): VerificationRelationship {
  const index = document.verificationRelationshipCount;
  const relationship = new VerificationRelationship(placeId(document.id, index));
  relationship.index = index;
  relationship.document = document.id;
  relationship.verificationMethod = method.id;
  relationship.vMethodId = method.vMethodId;
  relationship.name = name;
  relationship.notBefore = notBefore;
  relationship.notAfter = notAfter;
  relationship.indexDid = indexDid;
  relationship.recordedBlock = event.block.number;
  relationship.recordedAt = event.block.timestamp;
  relationship.recordedIn = getOrCreateTransaction(event).id;
  relationship.save();
  document.verificationRelationshipCount = index + 1;
  method.latestRelationships = withLatest(method.latestRelationships, relationship);
  return relationship;
}

/** The list with this one in the place of that of the same name, ordered by the register's numbers. */
function withLatest(latest: Bytes[], relationship: VerificationRelationship): Bytes[] {
  const number = relationshipNumber(relationship.name);
  const result: Bytes[] = [];
  let placed = false;
  for (let i = 0; i < latest.length; ++i) {
    const other = relationshipNumber(VerificationRelationship.load(latest[i])!.name);
    if (!placed && other >= number) {
      result.push(relationship.id);
      placed = true;
    }
    if (other != number) result.push(latest[i]);
  }
  if (!placed) result.push(relationship.id);
  return result;
}

function nextIndexDid(vMethodId: string, relationship: i32): i32 {
  const id = relatedDidsId(vMethodId, relationship);
  let related = RelatedDids.load(id);
  if (related == null) {
    related = new RelatedDids(id);
    related.count = 0;
  }
  const index = related.count;
  related.count = index + 1;
  related.save();
  return index;
}

/** A step in the life of a DID, without what only some steps have. */
export function stepOf(
  document: DidDocument,
  name: string,
  signer: Bytes,
  event: ethereum.Event,
): DidDocumentEvent {
  const step = new DidDocumentEvent(eventId(event));
  step.document = document.id;
  step.event = name;
  step.signer = signer;
  step.ordinal = ordinalOf(event);
  step.block = event.block.number;
  step.timestamp = event.block.timestamp;
  step.transaction = getOrCreateTransaction(event).id;
  document.latestEvent = step.id;
  return step;
}
