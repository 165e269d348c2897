import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Record, RecordOwner, RecordVersion, RecordVersionInfo } from "../generated/schema";
import { eventId, recordOwnerId, recordVersionId } from "../ids";
import { getOrCreateTransaction } from "./transaction";

/** The first version makes the record. The caller saves it. */
export function getOrCreateRecord(id: Bytes, actor: Bytes, event: ethereum.Event): Record {
  let record = Record.load(id);
  if (record == null) {
    record = new Record(id);
    record.creator = actor;
    record.createdBlock = event.block.number;
    record.createdAt = event.block.timestamp;
    record.createdIn = getOrCreateTransaction(event).id;
  }
  return record;
}

export function insertRecordVersion(
  record: Record,
  number: BigInt,
  actor: Bytes,
  event: ethereum.Event,
): RecordVersion {
  const version = new RecordVersion(recordVersionId(record.id, number));
  version.record = record.id;
  version.versionId = number.toI32();
  version.infoCount = 0;
  version.actor = actor;
  version.block = event.block.number;
  version.timestamp = event.block.timestamp;
  version.transaction = getOrCreateTransaction(event).id;
  record.latestVersion = version.id;
  record.versionCount = version.versionId + 1;
  return version;
}

/** A version is inserted before anything else is said of it. */
export function loadRecordVersion(record: Bytes, number: BigInt): RecordVersion {
  return RecordVersion.load(recordVersionId(record, number))!;
}

export function addRecordVersionInfo(
  version: RecordVersion,
  versionInfoId: Bytes,
  content: Bytes,
  actor: Bytes,
  event: ethereum.Event,
): RecordVersionInfo {
  const info = new RecordVersionInfo(eventId(event));
  info.index = version.infoCount;
  info.version = version.id;
  info.versionInfoId = versionInfoId;
  info.content = content;
  info.actor = actor;
  info.block = event.block.number;
  info.timestamp = event.block.timestamp;
  info.transaction = getOrCreateTransaction(event).id;
  info.save();
  version.infoCount = info.index + 1;
  return info;
}

/** Hashes that stand in the version already stay as they are, as in the contract. */
export function withAdded(hashes: Bytes[], added: Bytes[]): Bytes[] {
  for (let i = 0; i < added.length; ++i) {
    if (!hashes.includes(added[i])) hashes.push(added[i]);
  }
  return hashes;
}

/** What stands last takes the place of what is taken out, as in the contract. */
export function without(hashes: Bytes[], hash: Bytes): Bytes[] {
  const place = hashes.indexOf(hash);
  if (place < 0) return hashes;
  hashes[place] = hashes[hashes.length - 1];
  hashes.pop();
  return hashes;
}

export function getOrCreateRecordOwner(record: Bytes, owner: Bytes): RecordOwner {
  const id = recordOwnerId(record, owner);
  let recordOwner = RecordOwner.load(id);
  if (recordOwner == null) {
    recordOwner = new RecordOwner(id);
    recordOwner.record = record;
    recordOwner.owner = owner;
  }
  return recordOwner;
}
