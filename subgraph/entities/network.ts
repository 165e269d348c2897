import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Network, NetworkResource, NetworkStageChange } from "../generated/schema";
import { eventId, networkId, networkResourceId, ordinalOf } from "../ids";
import { getOrCreateTransaction } from "./transaction";

/** A network that the directory has announced before. */
export function loadNetwork(chainId: BigInt): Network {
  return Network.load(networkId(chainId))!;
}

export function getOrCreateNetworkResource(network: Network, keyHash: Bytes): NetworkResource {
  const id = networkResourceId(network.id, keyHash);
  let resource = NetworkResource.load(id);
  if (resource == null) {
    resource = new NetworkResource(id);
    resource.network = network.id;
  }
  return resource;
}

export function recordNetworkStage(network: Network, actor: Bytes, event: ethereum.Event): void {
  const change = new NetworkStageChange(eventId(event));
  change.network = network.id;
  change.stage = network.stage;
  change.actor = actor;
  change.ordinal = ordinalOf(event);
  change.block = event.block.number;
  change.timestamp = event.block.timestamp;
  change.transaction = getOrCreateTransaction(event).id;
  change.save();
}
