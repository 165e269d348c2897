import { Bytes } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import {
  acceptBody,
  addAttributeRevision,
  getOrCreateIssuer,
  getOrCreateIssuerProxy,
  loadAttribute,
  recordRootTao,
  reserveAttribute,
  revokeAttribute,
} from "../entities/issuer";
import { getOrCreateTransaction } from "../entities/transaction";
import { issuerType } from "../enums";
import {
  AccreditationCommitment,
  AccreditationCommitted,
  AddAttributeRevision,
  AddIssuerProxy,
  IssuerAttribute,
  RemoveIssuerProxy,
  RootTaoAdmitted,
  RootTaoDismissed,
  UpdateIssuerProxy,
} from "../generated/schema";
import {
  AccreditationCommitted as AccreditationCommittedLog,
  AddAttributeRevision as AddAttributeRevisionLog,
  AddIssuerProxy as AddIssuerProxyLog,
  RemoveIssuerProxy as RemoveIssuerProxyLog,
  RootTaoAdmitted as RootTaoAdmittedLog,
  RootTaoDismissed as RootTaoDismissedLog,
  UpdateIssuerProxy as UpdateIssuerProxyLog,
} from "../generated/TrustedIssuersRegistry/TrustedIssuersRegistry";
import { eventId, ordinalOf } from "../ids";

export function handleAddAttributeRevision(event: AddAttributeRevisionLog): void {
  const params = event.params;
  const type = issuerType(params.issuerType);
  let attribute = IssuerAttribute.load(params.attributeId);
  if (attribute == null) {
    attribute = reserveAttribute(
      params.attributeId,
      type,
      params.did,
      params.tao,
      params.taoAttributeId,
      params.rootTao,
      event,
    );
  }
  const revision = addAttributeRevision(attribute, params.revisionId, event);
  if (params.attributeData.length > 0) {
    acceptBody(attribute, params.revisionId, event);
    attribute.acceptedRevision = revision.id;
    revision.scope = attribute.scope;
  } else {
    revision.scope = [];
  }
  if (type == "REVOKED") revokeAttribute(attribute, params.actor, event);
  revision.issuerType = type;
  revision.taoDid = params.tao;
  revision.rootTaoDid = params.rootTao;
  revision.body = params.attributeData;
  revision.actor = params.actor;
  revision.save();
  attribute.save();

  const log = new AddAttributeRevision(eventId(event));
  describe(log, event);
  log.attribute = attribute.id;
  log.revision = revision.id;
  log.did = params.did;
  log.issuerType = type;
  log.taoDid = params.tao;
  log.taoAttribute = params.taoAttributeId;
  log.rootTaoDid = params.rootTao;
  log.actor = params.actor;
  log.save();
}

export function handleAccreditationCommitted(event: AccreditationCommittedLog): void {
  const params = event.params;
  const attribute = loadAttribute(params.attributeId);
  const scope = changetype<Bytes[]>(params.scope);
  attribute.committed = params.bodyHash;
  attribute.committedScope = scope;
  attribute.save();

  const commitment = new AccreditationCommitment(eventId(event));
  commitment.attribute = attribute.id;
  commitment.bodyHash = params.bodyHash;
  commitment.scope = scope;
  commitment.actor = params.actor;
  commitment.ordinal = ordinalOf(event);
  commitment.block = event.block.number;
  commitment.timestamp = event.block.timestamp;
  commitment.transaction = getOrCreateTransaction(event).id;
  commitment.save();

  const log = new AccreditationCommitted(eventId(event));
  describe(log, event);
  log.attribute = attribute.id;
  log.bodyHash = params.bodyHash;
  log.scope = scope;
  log.actor = params.actor;
  log.save();
}

export function handleRootTaoAdmitted(event: RootTaoAdmittedLog): void {
  const params = event.params;
  const scope = changetype<Bytes[]>(params.scope);
  const root = recordRootTao(params.did, true, scope, params.actor, event);

  const log = new RootTaoAdmitted(eventId(event));
  describe(log, event);
  log.rootTao = root.id;
  log.scope = scope;
  log.actor = params.actor;
  log.save();
}

export function handleRootTaoDismissed(event: RootTaoDismissedLog): void {
  const params = event.params;
  const root = recordRootTao(params.did, false, [], params.actor, event);

  const log = new RootTaoDismissed(eventId(event));
  describe(log, event);
  log.rootTao = root.id;
  log.actor = params.actor;
  log.save();
}

export function handleAddIssuerProxy(event: AddIssuerProxyLog): void {
  const params = event.params;
  const issuer = getOrCreateIssuer(params.did, event);
  const proxy = getOrCreateIssuerProxy(issuer.id, params.proxyId);
  const transaction = getOrCreateTransaction(event).id;
  proxy.data = params.proxyData;
  proxy.addedBlock = event.block.number;
  proxy.addedAt = event.block.timestamp;
  proxy.addedIn = transaction;
  proxy.updatedAt = event.block.timestamp;
  proxy.updatedIn = transaction;
  proxy.removedBlock = null;
  proxy.removedAt = null;
  proxy.removedIn = null;
  proxy.save();

  const log = new AddIssuerProxy(eventId(event));
  describe(log, event);
  log.issuer = issuer.id;
  log.proxy = proxy.id;
  log.data = params.proxyData;
  log.actor = params.actor;
  log.save();
}

export function handleUpdateIssuerProxy(event: UpdateIssuerProxyLog): void {
  const params = event.params;
  const issuer = getOrCreateIssuer(params.did, event);
  const proxy = getOrCreateIssuerProxy(issuer.id, params.proxyId);
  proxy.data = params.proxyData;
  proxy.updatedAt = event.block.timestamp;
  proxy.updatedIn = getOrCreateTransaction(event).id;
  proxy.save();

  const log = new UpdateIssuerProxy(eventId(event));
  describe(log, event);
  log.issuer = issuer.id;
  log.proxy = proxy.id;
  log.data = params.proxyData;
  log.actor = params.actor;
  log.save();
}

export function handleRemoveIssuerProxy(event: RemoveIssuerProxyLog): void {
  const params = event.params;
  const issuer = getOrCreateIssuer(params.did, event);
  const proxy = getOrCreateIssuerProxy(issuer.id, params.proxyId);
  proxy.removedBlock = event.block.number;
  proxy.removedAt = event.block.timestamp;
  proxy.removedIn = getOrCreateTransaction(event).id;
  proxy.save();

  const log = new RemoveIssuerProxy(eventId(event));
  describe(log, event);
  log.issuer = issuer.id;
  log.proxy = proxy.id;
  log.actor = params.actor;
  log.save();
}
