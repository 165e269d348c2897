import { describe } from "../entities/event";
import { getOrCreateNetworkResource, loadNetwork, recordNetworkStage } from "../entities/network";
import { getOrCreateTransaction } from "../entities/transaction";
import { textOrNull } from "../entities/words";
import { networkStage } from "../enums";
import {
  NetworkGenesisAnchored as NetworkGenesisAnchoredLog,
  NetworkRegistered as NetworkRegisteredLog,
  NetworkResourceSet as NetworkResourceSetLog,
  NetworkStageChanged as NetworkStageChangedLog,
} from "../generated/NetworkDirectory/NetworkDirectory";
import {
  Network,
  NetworkGenesisAnchored,
  NetworkRegistered,
  NetworkResourceSet,
  NetworkStageChanged,
} from "../generated/schema";
import { eventId, networkId } from "../ids";

export function handleNetworkRegistered(event: NetworkRegisteredLog): void {
  const params = event.params;
  const network = new Network(networkId(params.chainId));
  network.chainId = params.chainId;
  network.name = params.name;
  network.stage = networkStage(params.stage);
  network.consensus = params.consensus;
  network.registeredBlock = event.block.number;
  network.registeredAt = event.block.timestamp;
  network.registeredIn = getOrCreateTransaction(event).id;
  network.save();
  recordNetworkStage(network, params.actor, event);

  const log = new NetworkRegistered(eventId(event));
  describe(log, event);
  log.network = network.id;
  log.actor = params.actor;
  log.chainId = params.chainId;
  log.stage = network.stage;
  log.name = params.name;
  log.consensus = params.consensus;
  log.save();
}

export function handleNetworkStageChanged(event: NetworkStageChangedLog): void {
  const params = event.params;
  const network = loadNetwork(params.chainId);
  network.stage = networkStage(params.stage);
  network.save();
  recordNetworkStage(network, params.actor, event);

  const log = new NetworkStageChanged(eventId(event));
  describe(log, event);
  log.network = network.id;
  log.actor = params.actor;
  log.stage = network.stage;
  log.save();
}

export function handleNetworkGenesisAnchored(event: NetworkGenesisAnchoredLog): void {
  const params = event.params;
  const network = loadNetwork(params.chainId);
  network.genesisHash = params.genesisHash;
  network.genesisIn = getOrCreateTransaction(event).id;
  network.save();

  const log = new NetworkGenesisAnchored(eventId(event));
  describe(log, event);
  log.network = network.id;
  log.actor = params.actor;
  log.genesisHash = params.genesisHash;
  log.save();
}

export function handleNetworkResourceSet(event: NetworkResourceSetLog): void {
  const params = event.params;
  const network = loadNetwork(params.chainId);
  const resource = getOrCreateNetworkResource(network, params.keyHash);
  resource.key = params.key;
  resource.uri = textOrNull(params.uri);
  resource.setBlock = event.block.number;
  resource.setAt = event.block.timestamp;
  resource.setIn = getOrCreateTransaction(event).id;
  resource.save();

  const log = new NetworkResourceSet(eventId(event));
  describe(log, event);
  log.network = network.id;
  log.resource = resource.id;
  log.actor = params.actor;
  log.key = params.key;
  log.uri = params.uri;
  log.save();
}
