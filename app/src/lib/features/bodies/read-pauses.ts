import { circuitBreakerAbi } from "#generated/contracts/CircuitBreaker.ts";
import { type EventReader, inOrder, type PageSources, wholeChain } from "#lib/chain/events.ts";
import { spelledName } from "#lib/chain/register-words.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { type PauseGroup, pausesQuery } from "#lib/index/bodies.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";

type Hex = `0x${string}`;

export interface Pauses {
  source: Source;
  /** By name. */
  groups: PauseGroup[];
  /** Selectors of functions that can never be paused. */
  exits: Hex[];
}

/** What can be paused, by whom, and what was. */
export async function readPauses({
  index,
  chain,
  addresses,
  isLate,
}: PageSources): Promise<Pauses> {
  return indexOrContract(
    async () => {
      const { pauseGroups, pinnedExits } = await index.ask(pausesQuery, {});
      return { groups: pauseGroups, exits: pinnedExits.map(({ id }) => id) };
    },
    () => pausesFromEvents(chain, addresses),
    isLate,
  );
}

async function pausesFromEvents(
  chain: EventReader,
  { CircuitBreaker }: Pick<Addresses, "CircuitBreaker">,
): Promise<Omit<Pauses, "source">> {
  const events = await chain.getContractEvents({
    address: CircuitBreaker,
    abi: circuitBreakerAbi,
    ...wholeChain,
  });
  const groups = new Map<Hex, PauseGroup>();
  const groupOf = new Map<string, { group: Hex; target: Hex; selector: Hex }>();
  const exits = new Set<Hex>();
  for (const event of inOrder(events)) {
    if (event.eventName === "ExitPinned") exits.add(event.args.selector);
    if (event.eventName === "FunctionGroupSet") {
      const { group, selector } = event.args;
      const target = lower(event.args.target);
      groupOf.set(`${target}${selector}`, { group, target, selector });
      continue;
    }
    if (event.eventName === "GroupSet") {
      const { group: id, maxDuration, coolDown, heartbeatPeriod } = event.args;
      const known = groups.get(id) ?? {
        id,
        name: spelledName(id),
        functions: [],
        rights: [],
        pauses: [],
      };
      groups.set(id, { ...known, maxDuration, coolDown, heartbeatPeriod });
      continue;
    }
    if (event.eventName === "RightArmed") {
      const { notAfter, heartbeatBy } = event.args;
      const holder = lower(event.args.holder);
      const group = groups.get(event.args.group);
      if (!group) continue;
      const right = { holder, notAfter, heartbeatBy, usedAt: null, disarmedAt: null };
      const place = group.rights.findIndex((other) => other.holder === holder);
      group.rights.splice(place < 0 ? group.rights.length : place, 1, right);
    } else if (event.eventName === "HeartbeatGiven") {
      const { group, holder, heartbeatBy } = event.args;
      change(groups.get(group), holder, { heartbeatBy });
    } else if (event.eventName === "RightDisarmed") {
      const { group, holder } = event.args;
      // When it was taken away nobody is shown: that it was is enough.
      change(groups.get(group), holder, { disarmedAt: 0 });
    } else if (event.eventName === "GroupPaused") {
      const { actor, pausedSince, pausedUntil } = event.args;
      const group = groups.get(event.args.group);
      change(group, actor, { usedAt: pausedSince });
      group?.pauses.unshift({
        pausedSince,
        pausedUntil,
        holder: lower(actor),
        transaction: event.transactionHash,
        unpausedAt: null,
      });
    } else if (event.eventName === "GroupUnpaused") {
      const { pausedUntil } = event.args;
      const pause = groups.get(event.args.group)?.pauses[0];
      if (pause) Object.assign(pause, { pausedUntil, unpausedAt: pausedUntil });
    }
  }
  for (const { group, target, selector } of groupOf.values())
    groups.get(group)?.functions.push({ target, selector });
  return {
    groups: [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    exits: [...exits],
  };
}

function change(
  group: PauseGroup | undefined,
  holder: Hex,
  what: Partial<PauseGroup["rights"][number]>,
): void {
  const right = group?.rights.find((one) => one.holder === lower(holder));
  if (right) Object.assign(right, what);
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}
