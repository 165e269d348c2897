import { BigInt } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import { getOrCreateTransaction } from "../entities/transaction";
import { statusListKind, statusPurpose } from "../enums";
import {
  StatusList,
  StatusListPublication,
  StatusListPublished,
  StatusListRegistered,
} from "../generated/schema";
import {
  StatusListPublished as StatusListPublishedLog,
  StatusListRegistered as StatusListRegisteredLog,
} from "../generated/StatusLists/StatusLists";
import { eventId, statusListPublicationId } from "../ids";

export function handleStatusListRegistered(event: StatusListRegisteredLog): void {
  const params = event.params;
  const list = new StatusList(params.list);
  list.issuer = params.issuer;
  // In the registers of DIDs and of issuers, whether they know it or not.
  list.issuerDocument = params.issuerHash;
  list.issuerEntry = params.issuerHash;
  list.uri = params.uri;
  list.kind = statusListKind(params.kind);
  list.purpose = statusPurpose(params.purpose);
  list.bits = params.bits;
  list.size = params.size.toI32();
  list.sequence = BigInt.zero();
  list.registeredBy = params.actor;
  list.registeredBlock = event.block.number;
  list.registeredAt = event.block.timestamp;
  list.registeredIn = getOrCreateTransaction(event).id;
  list.save();

  const log = new StatusListRegistered(eventId(event));
  describe(log, event);
  log.list = list.id;
  log.issuer = params.issuer;
  log.uri = params.uri;
  log.kind = list.kind;
  log.purpose = list.purpose;
  log.bits = list.bits;
  log.size = list.size;
  log.actor = params.actor;
  log.save();
}

export function handleStatusListPublished(event: StatusListPublishedLog): void {
  const params = event.params;
  const list = StatusList.load(params.list)!;
  const publication = new StatusListPublication(
    statusListPublicationId(params.list, params.sequence),
  );
  const publishedAt = event.block.timestamp;
  const before = list.currentUntil;
  publication.list = list.id;
  publication.sequence = params.sequence;
  publication.hash = params.hash;
  publication.ttl = params.ttl;
  publication.publishedAt = publishedAt;
  publication.currentUntil = publishedAt.plus(params.ttl);
  publication.lateBy =
    before !== null && publishedAt.gt(before) ? publishedAt.minus(before) : BigInt.zero();
  publication.actor = params.actor;
  publication.block = event.block.number;
  publication.transaction = getOrCreateTransaction(event).id;
  publication.save();
  list.sequence = params.sequence;
  list.latestPublication = publication.id;
  list.currentUntil = publication.currentUntil;
  list.save();

  const log = new StatusListPublished(eventId(event));
  describe(log, event);
  log.list = list.id;
  log.publication = publication.id;
  log.sequence = params.sequence;
  log.hash = params.hash;
  log.ttl = params.ttl;
  log.actor = params.actor;
  log.save();
}
