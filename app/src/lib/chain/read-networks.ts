import { networkDirectoryAbi } from "#generated/contracts/NetworkDirectory.ts";
import { validatorSetAbi } from "#generated/contracts/ValidatorSet.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { Network, ValidatorChange } from "#lib/index/networks.ts";

import { named, networkStages, textOrNull, wordOrNull } from "./contract-views.ts";
import { blockTimes, type Emitted, type EventReader, inOrder, wholeChain } from "./events.ts";

type Hex = `0x${string}`;

/** What the directory of networks says. */
export type DirectoryEvent = Emitted &
  (
    | {
        eventName: "NetworkRegistered";
        args: { chainId: bigint; stage: number; name: string; consensus: string };
      }
    | { eventName: "NetworkStageChanged"; args: { chainId: bigint; stage: number } }
    | { eventName: "NetworkGenesisAnchored"; args: { chainId: bigint; genesisHash: Hex } }
    | { eventName: "NetworkResourceSet"; args: { chainId: bigint; key: string; uri: string } }
  );

/** The networks in the order of their registration, in the form in which the index tells them. */
export function networksFromEvents(
  events: readonly DirectoryEvent[],
  timeOf: (block: bigint) => number,
): Network[] {
  const networks = new Map<bigint, Network>();
  for (const event of inOrder(events)) {
    const { chainId } = event.args;
    const time = timeOf(event.blockNumber);
    const step = {
      id: stepId(event),
      timestamp: time,
      transaction: { id: event.transactionHash },
    };
    const network = networks.get(chainId);
    if (event.eventName === "NetworkRegistered") {
      const stage = stageOf(event.args.stage);
      networks.set(chainId, {
        chainId: Number(chainId),
        name: event.args.name,
        stage,
        consensus: event.args.consensus,
        genesisHash: null,
        registeredAt: time,
        registeredIn: event.transactionHash,
        resources: [],
        stageHistory: [{ ...step, stage }],
      });
    } else if (network && event.eventName === "NetworkStageChanged") {
      const stage = stageOf(event.args.stage);
      const stageHistory = [{ ...step, stage }, ...network.stageHistory];
      networks.set(chainId, { ...network, stage, stageHistory });
    } else if (network && event.eventName === "NetworkGenesisAnchored") {
      networks.set(chainId, { ...network, genesisHash: wordOrNull(event.args.genesisHash) });
    } else if (network && event.eventName === "NetworkResourceSet") {
      const { key } = event.args;
      const uri = textOrNull(event.args.uri);
      const others = network.resources.filter((resource) => resource.key !== key);
      const resources = uri === null ? others : [...others, { key, uri, setAt: time }];
      networks.set(chainId, {
        ...network,
        resources: resources.sort((a, b) => (a.key < b.key ? -1 : 1)),
      });
    }
  }
  return [...networks.values()];
}

function stageOf(value: number): Network["stage"] {
  const stage = named(networkStages, value);
  if (stage === "none") throw new Error("The directory announced a network without a stage.");
  return stage;
}

function stepId({ transactionHash, logIndex }: Emitted): Hex {
  return `${transactionHash}${logIndex.toString(16).padStart(8, "0")}`;
}

export async function readNetworksFromEvents(
  chain: EventReader,
  { NetworkDirectory: address }: Addresses,
): Promise<Network[]> {
  const events = (await chain.getContractEvents({
    address,
    abi: networkDirectoryAbi,
    ...wholeChain,
  })) as unknown as (DirectoryEvent | (Emitted & { eventName: string }))[];
  const told = events.filter((event): event is DirectoryEvent =>
    event.eventName.startsWith("Network"),
  );
  return networksFromEvents(told, await blockTimes(chain, told));
}

/** Who entered and left the set of validators, the latest first; nodes are told by address alone. */
export async function validatorChangesFromEvents(
  chain: EventReader,
  { ValidatorSet: address }: Addresses,
): Promise<ValidatorChange[]> {
  const events = inOrder(
    (await chain.getContractEvents({
      address,
      abi: validatorSetAbi,
      ...wholeChain,
    })) as unknown as (Emitted & { eventName: string; args: Record<string, Hex> })[],
  );
  const timeOf = await blockTimes(chain, events);
  const changes: ValidatorChange[] = [];
  let validatorCount = 0;
  for (const event of events) {
    const { validator, removed, added } = event.args;
    const base = {
      timestamp: timeOf(event.blockNumber),
      transaction: { id: event.transactionHash },
    };
    const change = (kind: ValidatorChange["kind"], address_: Hex): ValidatorChange => ({
      ...base,
      id: `${stepId(event)}${address_.slice(2).toLowerCase()}`,
      kind,
      validator: { id: address_.toLowerCase() as Hex, node: null },
      validatorCount,
    });
    if (event.eventName === "ValidatorAdded" && validator) {
      validatorCount += 1;
      changes.push(change("entered", validator));
    } else if (event.eventName === "ValidatorRemoved" && validator) {
      validatorCount -= 1;
      changes.push(change("left", validator));
    } else if (event.eventName === "ValidatorReplaced" && removed && added) {
      changes.push(change("left", removed), change("entered", added));
    }
  }
  return changes.toReversed();
}
