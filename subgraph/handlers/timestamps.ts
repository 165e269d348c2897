import { Bytes } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import {
  addRecordVersionInfo,
  getOrCreateRecord,
  getOrCreateRecordOwner,
  insertRecordVersion,
  loadRecordVersion,
  withAdded,
  without,
} from "../entities/timestamp";
import { getOrCreateTransaction } from "../entities/transaction";
import { hashAlgorithmStatus } from "../enums";
import {
  AnchoredBatch,
  BatchAnchored,
  HashAlgorithm,
  HashAlgorithmInserted,
  HashAlgorithmUpdated,
  HashTimestamped,
  RecordOwnerInserted,
  RecordOwnerRevoked,
  RecordVersionHashDetached,
  RecordVersionHashesAppended,
  RecordVersionInfoInserted,
  RecordVersionInserted,
  TimestampedHash,
} from "../generated/schema";
import {
  BatchAnchored as BatchAnchoredLog,
  HashAlgorithmInserted as HashAlgorithmInsertedLog,
  HashAlgorithmUpdated as HashAlgorithmUpdatedLog,
  HashTimestamped as HashTimestampedLog,
  RecordOwnerInserted as RecordOwnerInsertedLog,
  RecordOwnerRevoked as RecordOwnerRevokedLog,
  RecordVersionHashDetached as RecordVersionHashDetachedLog,
  RecordVersionHashesAppended as RecordVersionHashesAppendedLog,
  RecordVersionInfoInserted as RecordVersionInfoInsertedLog,
  RecordVersionInserted as RecordVersionInsertedLog,
} from "../generated/Timestamps/Timestamps";
import { eventId, hashAlgorithmId, ordinalOf } from "../ids";

export function handleHashAlgorithmInserted(event: HashAlgorithmInsertedLog): void {
  const params = event.params;
  const algorithm = new HashAlgorithm(hashAlgorithmId(params.hashAlgorithmId));
  const transaction = getOrCreateTransaction(event).id;
  algorithm.hashAlgorithmId = params.hashAlgorithmId.toI32();
  algorithm.outputLength = params.outputLength.toI32();
  algorithm.ianaName = params.ianaName;
  algorithm.oid = params.oid;
  algorithm.multiHash = params.multiHash;
  algorithm.status = hashAlgorithmStatus(params.status);
  algorithm.insertedAt = event.block.timestamp;
  algorithm.insertedIn = transaction;
  algorithm.updatedAt = event.block.timestamp;
  algorithm.updatedIn = transaction;
  algorithm.save();

  const log = new HashAlgorithmInserted(eventId(event));
  describe(log, event);
  log.algorithm = algorithm.id;
  log.outputLength = algorithm.outputLength;
  log.ianaName = params.ianaName;
  log.oid = params.oid;
  log.status = algorithm.status;
  log.multiHash = params.multiHash;
  log.actor = params.actor;
  log.save();
}

export function handleHashAlgorithmUpdated(event: HashAlgorithmUpdatedLog): void {
  const params = event.params;
  const algorithm = HashAlgorithm.load(hashAlgorithmId(params.hashAlgorithmId))!;
  algorithm.oid = params.oid;
  algorithm.multiHash = params.multiHash;
  algorithm.status = hashAlgorithmStatus(params.status);
  algorithm.updatedAt = event.block.timestamp;
  algorithm.updatedIn = getOrCreateTransaction(event).id;
  algorithm.save();

  const log = new HashAlgorithmUpdated(eventId(event));
  describe(log, event);
  log.algorithm = algorithm.id;
  log.outputLength = params.outputLength.toI32();
  log.ianaName = params.ianaName;
  log.oid = params.oid;
  log.status = algorithm.status;
  log.multiHash = params.multiHash;
  log.actor = params.actor;
  log.save();
}

export function handleHashTimestamped(event: HashTimestampedLog): void {
  const params = event.params;
  const hash = new TimestampedHash(params.timestampId);
  hash.hash = params.hashValue;
  hash.algorithm = hashAlgorithmId(params.hashAlgorithmId);
  hash.timestampedBy = params.actor;
  hash.data = params.timestampData;
  hash.ordinal = ordinalOf(event);
  hash.block = event.block.number;
  hash.timestamp = event.block.timestamp;
  hash.transaction = getOrCreateTransaction(event).id;
  hash.save();

  const log = new HashTimestamped(eventId(event));
  describe(log, event);
  log.hash = hash.id;
  log.algorithm = hash.algorithm;
  log.actor = params.actor;
  log.save();
}

export function handleRecordVersionInserted(event: RecordVersionInsertedLog): void {
  const params = event.params;
  const record = getOrCreateRecord(params.recordId, params.actor, event);
  const version = insertRecordVersion(record, params.versionId, params.actor, event);
  version.hashes = withAdded([], changetype<Bytes[]>(params.timestampIds));
  version.save();
  record.save();

  const log = new RecordVersionInserted(eventId(event));
  describe(log, event);
  log.record = record.id;
  log.version = version.id;
  log.hashes = changetype<Bytes[]>(params.timestampIds);
  log.actor = params.actor;
  log.save();
}

export function handleRecordVersionHashesAppended(event: RecordVersionHashesAppendedLog): void {
  const params = event.params;
  const version = loadRecordVersion(params.recordId, params.versionId);
  const added = changetype<Bytes[]>(params.timestampIds);
  version.hashes = withAdded(version.hashes, added);
  version.save();

  const log = new RecordVersionHashesAppended(eventId(event));
  describe(log, event);
  log.record = version.record;
  log.version = version.id;
  log.hashes = added;
  log.actor = params.actor;
  log.save();
}

export function handleRecordVersionInfoInserted(event: RecordVersionInfoInsertedLog): void {
  const params = event.params;
  const version = loadRecordVersion(params.recordId, params.versionId);
  const info = addRecordVersionInfo(
    version,
    params.versionInfoId,
    params.versionInfo,
    params.actor,
    event,
  );
  version.save();

  const log = new RecordVersionInfoInserted(eventId(event));
  describe(log, event);
  log.record = version.record;
  log.version = version.id;
  log.info = info.id;
  log.actor = params.actor;
  log.save();
}

export function handleRecordVersionHashDetached(event: RecordVersionHashDetachedLog): void {
  const params = event.params;
  const version = loadRecordVersion(params.recordId, params.versionId);
  version.hashes = without(version.hashes, params.timestampId);
  version.save();

  const log = new RecordVersionHashDetached(eventId(event));
  describe(log, event);
  log.record = version.record;
  log.version = version.id;
  log.hash = params.timestampId;
  log.actor = params.actor;
  log.save();
}

export function handleRecordOwnerInserted(event: RecordOwnerInsertedLog): void {
  const params = event.params;
  const owner = getOrCreateRecordOwner(params.recordId, params.owner);
  owner.notBefore = params.notBefore;
  owner.notAfter = params.notAfter.isZero() ? null : params.notAfter;
  owner.insertedBlock = event.block.number;
  owner.insertedAt = event.block.timestamp;
  owner.insertedIn = getOrCreateTransaction(event).id;
  owner.revokedBlock = null;
  owner.revokedAt = null;
  owner.revokedIn = null;
  owner.save();

  const log = new RecordOwnerInserted(eventId(event));
  describe(log, event);
  log.record = params.recordId;
  log.recordOwner = owner.id;
  log.notBefore = params.notBefore;
  log.notAfter = params.notAfter;
  log.actor = params.actor;
  log.save();
}

export function handleRecordOwnerRevoked(event: RecordOwnerRevokedLog): void {
  const params = event.params;
  const owner = getOrCreateRecordOwner(params.recordId, params.owner);
  owner.revokedBlock = event.block.number;
  owner.revokedAt = event.block.timestamp;
  owner.revokedIn = getOrCreateTransaction(event).id;
  owner.save();

  const log = new RecordOwnerRevoked(eventId(event));
  describe(log, event);
  log.record = params.recordId;
  log.recordOwner = owner.id;
  log.actor = params.actor;
  log.save();
}

export function handleBatchAnchored(event: BatchAnchoredLog): void {
  const params = event.params;
  const batch = new AnchoredBatch(params.root);
  batch.anchoredBy = params.actor;
  batch.size = params.size;
  batch.block = event.block.number;
  batch.timestamp = event.block.timestamp;
  batch.transaction = getOrCreateTransaction(event).id;
  batch.save();

  const log = new BatchAnchored(eventId(event));
  describe(log, event);
  log.batch = batch.id;
  log.size = batch.size;
  log.actor = params.actor;
  log.save();
}
