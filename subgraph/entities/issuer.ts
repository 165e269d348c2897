import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import {
  Issuer,
  IssuerAttribute,
  IssuerAttributeRevision,
  IssuerProxy,
  RootTao,
  RootTaoChange,
} from "../generated/schema";
import { eventId, hashOf, issuerAttributeRevisionId, issuerProxyId, ordinalOf } from "../ids";
import { getOrCreateTransaction } from "./transaction";

export function getOrCreateIssuer(did: string, event: ethereum.Event): Issuer {
  const id = hashOf(did);
  let issuer = Issuer.load(id);
  if (issuer == null) {
    issuer = new Issuer(id);
    issuer.did = did;
    issuer.document = id;
    issuer.hasAttributes = false;
    // The same DID among the roots, whether it is there or not.
    issuer.rootTao = id;
    issuer.registeredBlock = event.block.number;
    issuer.registeredAt = event.block.timestamp;
    issuer.registeredIn = getOrCreateTransaction(event).id;
    issuer.save();
  }
  return issuer;
}

/** A TAO reserves before anybody commits, accepts or revokes. */
export function loadAttribute(id: Bytes): IssuerAttribute {
  return IssuerAttribute.load(id)!;
}

/** The caller adds what was said, and saves. */
export function reserveAttribute(
  id: Bytes,
  issuerType: string,
  did: string,
  taoDid: string,
  taoAttributeId: Bytes,
  rootTaoDid: string,
  event: ethereum.Event,
): IssuerAttribute {
  const attribute = new IssuerAttribute(id);
  attribute.issuer = getOrCreateIssuer(did, event).id;
  attribute.issuerType = issuerType;
  attribute.reservedType = issuerType;
  attribute.tao = hashOf(taoDid);
  attribute.taoAttribute = taoAttributeId;
  attribute.rootTao = hashOf(rootTaoDid);
  if (taoAttributeId == id) {
    attribute.rootAttribute = id;
    attribute.depth = 0;
  } else {
    const tao = loadAttribute(taoAttributeId);
    attribute.rootAttribute = tao.rootAttribute;
    attribute.depth = tao.depth + 1;
  }
  attribute.committedScope = [];
  attribute.scope = [];
  attribute.revisionCount = 0;
  attribute.reservedBlock = event.block.number;
  attribute.reservedAt = event.block.timestamp;
  attribute.reservedIn = getOrCreateTransaction(event).id;
  return attribute;
}

/** What was committed holds once its body is accepted. */
export function acceptBody(
  attribute: IssuerAttribute,
  bodyHash: Bytes,
  event: ethereum.Event,
): void {
  attribute.accepted = bodyHash;
  attribute.scope = attribute.committedScope;
  attribute.committed = null;
  attribute.committedScope = [];
  if (attribute.acceptedAt === null) {
    attribute.acceptedBlock = event.block.number;
    attribute.acceptedAt = event.block.timestamp;
    attribute.acceptedIn = getOrCreateTransaction(event).id;
  }
  const issuer = Issuer.load(attribute.issuer)!;
  if (issuer.hasAttributes) return;
  issuer.hasAttributes = true;
  issuer.save();
}

export function revokeAttribute(
  attribute: IssuerAttribute,
  actor: Bytes,
  event: ethereum.Event,
): void {
  attribute.issuerType = "REVOKED";
  attribute.revokedBy = actor;
  attribute.revokedBlock = event.block.number;
  attribute.revokedAt = event.block.timestamp;
  attribute.revokedIn = getOrCreateTransaction(event).id;
}

/** The caller fills in what was said, and saves both. */
export function addAttributeRevision(
  attribute: IssuerAttribute,
  revisionId: Bytes,
  event: ethereum.Event,
): IssuerAttributeRevision {
  const revision = new IssuerAttributeRevision(issuerAttributeRevisionId(attribute.id, revisionId));
  revision.index = attribute.revisionCount;
  revision.attribute = attribute.id;
  revision.revisionId = revisionId;
  revision.ordinal = ordinalOf(event);
  revision.block = event.block.number;
  revision.timestamp = event.block.timestamp;
  revision.transaction = getOrCreateTransaction(event).id;
  attribute.revisionCount = revision.index + 1;
  attribute.latestRevision = revision.id;
  return revision;
}

export function recordRootTao(
  did: string,
  admitted: boolean,
  scope: Bytes[],
  actor: Bytes,
  event: ethereum.Event,
): RootTao {
  const id = hashOf(did);
  let root = RootTao.load(id);
  if (root == null) {
    root = new RootTao(id);
    root.did = did;
    root.document = id;
    // The same DID among the issuers, whether it is there or not.
    root.issuer = id;
  }
  const transaction = getOrCreateTransaction(event).id;
  root.admitted = admitted;
  root.scope = scope;
  root.changedBlock = event.block.number;
  root.changedAt = event.block.timestamp;
  root.changedIn = transaction;
  root.save();

  const change = new RootTaoChange(eventId(event));
  change.rootTao = id;
  change.admitted = admitted;
  change.scope = scope;
  change.actor = actor;
  change.ordinal = ordinalOf(event);
  change.block = event.block.number;
  change.timestamp = event.block.timestamp;
  change.transaction = transaction;
  change.save();
  return root;
}

export function getOrCreateIssuerProxy(issuer: Bytes, proxyId: Bytes): IssuerProxy {
  const id = issuerProxyId(issuer, proxyId);
  let proxy = IssuerProxy.load(id);
  if (proxy == null) {
    proxy = new IssuerProxy(id);
    proxy.issuer = issuer;
    proxy.proxyId = proxyId;
  }
  return proxy;
}
