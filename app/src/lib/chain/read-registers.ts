import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "#generated/contracts/OrganisationRegistry.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { blockTimes, type EventReader, wholeChain } from "./events.ts";
import {
  isRegisterEvent,
  type Registers,
  registersFromEvents,
  subjectOf,
} from "./registers-from-events.ts";

/** Which organisations and nodes are wanted: by their id, or by their place from the newest on. */
export type Wanted = (entry: { id: `0x${string}` }, place: number) => boolean;

/** As many as a list asks the index for. The times of their blocks are asked for one by one. */
const most = 1000;

/** The newest registrations. */
export const newest: Wanted = (_, place) => place < most;

/** Organisations and nodes as the registers' own events tell them, for the time in which the index cannot. */
export async function readRegisters(
  chain: EventReader,
  { NodeRegistry, OrganisationRegistry }: Addresses,
  wanted: Wanted = newest,
): Promise<Registers> {
  const said = await Promise.all([
    chain.getContractEvents({
      address: OrganisationRegistry,
      abi: organisationRegistryAbi,
      ...wholeChain,
    }),
    chain.getContractEvents({ address: NodeRegistry, abi: nodeRegistryAbi, ...wholeChain }),
  ]);
  const events = (said.flat() as { eventName: string }[]).filter(isRegisterEvent);
  // What there is shows without any time; the times are asked for what is wanted of it.
  const there = registersFromEvents(events, () => 0);
  const ids = new Set(
    [...there.organisations.filter(wanted), ...there.nodes.filter(wanted)].map(({ id }) => id),
  );
  const timeOf = await blockTimes(
    chain,
    events.filter((event) => ids.has(subjectOf(event))),
  );
  const { organisations, nodes } = registersFromEvents(events, timeOf);
  return {
    organisations: organisations.filter(({ id }) => ids.has(id)),
    nodes: nodes.filter(({ id }) => ids.has(id)),
  };
}
