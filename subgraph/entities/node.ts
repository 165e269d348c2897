import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Node, NodeAddress, NodeStatusChange } from "../generated/schema";
import { eventId, ordinalOf } from "../ids";
import { getOrCreateTransaction } from "./transaction";

export function getOrCreateNode(id: Bytes): Node {
  const node = Node.load(id);
  return node == null ? new Node(id) : node;
}

/** Address of the node's key: the last 20 bytes of the hash of the public key, which is the node's id. */
export function addressOf(node: Bytes): Bytes {
  return Bytes.fromUint8Array(node.subarray(12, 32));
}

/** Lets the node be found by its address, whether it enters the ValidatorSet before or after its registration. */
export function rememberAddress(node: Node): void {
  if (NodeAddress.load(node.address) != null) return;
  const entry = new NodeAddress(node.address);
  entry.node = node.id;
  entry.save();
}

/** Id of the node with this address, or null when none is registered. */
export function nodeOfAddress(address: Bytes): Bytes | null {
  const entry = NodeAddress.load(address);
  return entry == null ? null : entry.node;
}

/** Id of the node that a drift is about: its subject is a node, or a validator's address in the low 20 bytes. */
export function nodeOfSubject(subject: Bytes): Bytes | null {
  if (Node.load(subject) != null) return subject;
  for (let i = 0; i < 12; ++i) {
    if (subject[i] != 0) return null;
  }
  return nodeOfAddress(Bytes.fromUint8Array(subject.subarray(12, 32)));
}

/** Takes back what the organisation said about where the node stands and what it runs. */
export function forget(node: Node): void {
  node.region = null;
  node.template = null;
  node.release = null;
  node.serviceClass = null;
  node.describedIn = null;
}

export function recordNodeStatus(
  node: Node,
  actor: Bytes,
  activeSeconds: BigInt,
  event: ethereum.Event,
): void {
  const change = new NodeStatusChange(eventId(event));
  change.node = node.id;
  change.status = node.status;
  change.actor = actor;
  change.activeSeconds = activeSeconds;
  change.ordinal = ordinalOf(event);
  change.block = event.block.number;
  change.timestamp = event.block.timestamp;
  change.transaction = getOrCreateTransaction(event).id;
  change.save();
}
