import { BigInt } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import {
  addressOf,
  forget,
  getOrCreateNode,
  recordNodeStatus,
  rememberAddress,
} from "../entities/node";
import { getOrCreateTransaction } from "../entities/transaction";
import { textOrNull, wordOrNull } from "../entities/words";
import { nodeKind, nodeStatus } from "../enums";
import {
  NodeDescribed as NodeDescribedLog,
  NodeMoved as NodeMovedLog,
  NodeRegistered as NodeRegisteredLog,
  NodeStatusChanged as NodeStatusChangedLog,
} from "../generated/NodeRegistry/NodeRegistry";
import {
  NodeDescribed,
  NodeMoved,
  NodeRegistered,
  NodeStatusChanged,
  Validator,
} from "../generated/schema";
import { eventId, networkId } from "../ids";

export function handleNodeRegistered(event: NodeRegisteredLog): void {
  const params = event.params;
  // A withdrawn node may be registered again, by another organisation too: the node starts anew, its history stays.
  const node = getOrCreateNode(params.node);
  node.organisation = params.organisation;
  node.network = params.network;
  node.directoryEntry = networkId(params.network);
  node.kind = nodeKind(params.kind);
  node.status = "PENDING";
  node.publicKey = params.publicKey;
  node.host = params.host;
  node.port = params.port;
  node.address = addressOf(node.id);
  node.activeSecondsBefore = BigInt.zero();
  node.activeSince = null;
  node.registeredBy = params.actor;
  node.registeredBlock = event.block.number;
  node.registeredAt = event.block.timestamp;
  node.registeredIn = getOrCreateTransaction(event).id;
  node.save();
  rememberAddress(node);
  recordNodeStatus(node, params.actor, node.activeSecondsBefore, event);

  // Validators of the genesis are in the set before their nodes are registered.
  const validator = Validator.load(node.address);
  if (validator != null) {
    validator.node = node.id;
    validator.save();
  }

  const log = new NodeRegistered(eventId(event));
  describe(log, event);
  log.node = node.id;
  log.organisation = params.organisation;
  log.actor = params.actor;
  log.network = params.network;
  log.kind = node.kind;
  log.publicKey = params.publicKey;
  log.host = params.host;
  log.port = params.port;
  log.save();
}

export function handleNodeStatusChanged(event: NodeStatusChangedLog): void {
  const params = event.params;
  const node = getOrCreateNode(params.node);
  node.status = nodeStatus(params.status);
  node.activeSecondsBefore = params.activeSeconds;
  node.activeSince = node.status == "ACTIVE" ? event.block.timestamp : null;
  // The register forgets the description of a withdrawn node.
  if (node.status == "NONE") forget(node);
  node.save();
  recordNodeStatus(node, params.actor, params.activeSeconds, event);

  const log = new NodeStatusChanged(eventId(event));
  describe(log, event);
  log.node = node.id;
  log.actor = params.actor;
  log.status = node.status;
  log.activeSeconds = params.activeSeconds;
  log.save();
}

export function handleNodeMoved(event: NodeMovedLog): void {
  const params = event.params;
  const node = getOrCreateNode(params.node);
  node.host = params.host;
  node.port = params.port;
  node.save();

  const log = new NodeMoved(eventId(event));
  describe(log, event);
  log.node = node.id;
  log.actor = params.actor;
  log.host = params.host;
  log.port = params.port;
  log.save();
}

export function handleNodeDescribed(event: NodeDescribedLog): void {
  const params = event.params;
  const node = getOrCreateNode(params.node);
  node.region = textOrNull(params.region);
  node.template = wordOrNull(params.template);
  node.release = wordOrNull(params.release);
  node.serviceClass = textOrNull(params.serviceClass);
  node.describedIn = getOrCreateTransaction(event).id;
  node.save();

  const log = new NodeDescribed(eventId(event));
  describe(log, event);
  log.node = node.id;
  log.actor = params.actor;
  log.region = params.region;
  log.template = params.template;
  log.release = params.release;
  log.serviceClass = params.serviceClass;
  log.save();
}
