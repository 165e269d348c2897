import { setTimeout as pause } from "node:timers/promises";

import type { Hash, Hex } from "viem";

import type { Enode, NodeClient, ValidatorVote } from "../clients/node-client.ts";
import { AccountKeeper, type KeptAccounts } from "./account-keeper.ts";
import type { AccountRightsReader } from "./account-rights.ts";
import { ChainWatch } from "./chain-watch.ts";
import {
  decide,
  type Drift,
  type Orders,
  type SeenPeer,
  type Sighting,
  type Situation,
} from "./decide.ts";
import { FilterKeeper, type FilterSettings, type FilterState } from "./filter-keeper.ts";
import { HostAddresses, type Resolve } from "./host-addresses.ts";
import type { LastKnown, LastKnownFile } from "./last-known.ts";
import { Lookout } from "./lookout.ts";
import { type Neighbour, Neighbours } from "./neighbours.ts";
import type { RegisterReader } from "./register.ts";

/** What an enforcer saw and did in one look at its node. */
export interface Look {
  /** Newest block of the node; null while it cannot tell. */
  head: bigint | null;
  /** Public key of the node. */
  node: Hex;
  /** Who is connected. */
  peers: SeenPeer[];
  /** What is out of line. */
  drift: Drift[];
  /** What is seen of others. */
  seen: Sighting[];
  /** What the network's own filter holds; null where none is kept. */
  filter: FilterState | null;
  /** Accounts that may send transactions; null where no list of them is kept, or the contracts are not read. */
  accounts: number | null;
  /** What the client was ordered to do now; orders are not repeated at every look. */
  done: Done;
}

export type Done = Pick<Orders, "allow" | "disallow" | "connect" | "disconnect" | "votes"> &
  Pick<KeptAccounts, "allowAccounts" | "disallowAccounts">;

/** What changes with a block at most. */
interface AtHead extends Pick<Situation, "validators" | "allowlist"> {
  head: bigint;
}

/** The own node says what cannot be. */
class Doubt {
  readonly head: bigint;
  readonly drift: Drift;

  constructor(head: bigint, drift: Drift) {
    this.head = head;
    this.drift = drift;
  }
}

/** What counts at one look, and where it is from. */
interface Known extends Pick<Situation, "validators" | "allowlist" | "register"> {
  head: bigint | null;
  /** Why it is not from the contracts as our node has them now. */
  drift: Drift[];
}

export interface EnforcerOptions {
  client: NodeClient;
  register: Pick<RegisterReader, "at">;
  /** Who may send transactions, for clients that have a list of accounts; none is kept when left out. */
  accounts?: Pick<AccountRightsReader, "at">;
  /** Where the founders are, for the time before their nodes are registered. */
  founders: readonly Enode[];
  /** Where the last known register is kept. */
  lastKnown?: LastKnownFile;
  /**
   * What was last known, to count as long as our node cannot read the contracts or is behind it: for the restart after the network has
   * halted. Nothing else than who belongs is taken from it; no vote is cast.
   */
  breakGlass?: LastKnown;
  /** Keeps the network's own filter; none is kept when left out. */
  filter?: FilterSettings;
  /** Enforcers of other operators that are asked what they say. */
  neighbours?: readonly Neighbour[];
  /** Where hosts of the register are; the system's own answer when left out. */
  resolve?: Resolve;
  /** Milliseconds between two looks: how long a stranger can stay connected. */
  interval?: number;
  /** Told after each look. */
  onLook?: (look: Look) => void;
  /** Told when a look failed: the node does not answer, or its answer makes no sense. The enforcer goes on. */
  onFailure?: (error: unknown) => void;
  /** Told when the last known register could not be kept. The enforcer goes on, and tries again. */
  onUnsaved?: (error: unknown) => void;
}

/** Milliseconds after which a node that is still missing is dialled again. */
const redialAfter = 1_500;
/** Milliseconds after which a node that should have dialled us is dialled, and dialled again: not in step with its own attempts. */
const helpAfter = 2_500;
const helpAgainAfter = 7_000;
/** Milliseconds without any connection after which a node dials those who should dial it. */
const aloneAfter = 45_000;
/** Milliseconds between two looks while who belongs or who is connected changes. */
const changingInterval = 100;
const changingKinds = new Set<Drift["kind"]>([
  "missing-peer",
  "extra-peer",
  "missing-validator",
  "extra-validator",
]);
/** Blocks after which a vote is cast again that has not come to effect, for example because an epoch ended in between. */
const voteAgainAfter = 30n;

/**
 * Keeps one node in line with the contracts: connects and disconnects, and votes on validators, until it is stopped. It holds no
 * state that matters: after a restart it looks again. What it last knew is kept for a restart after a halt only.
 */
export class Enforcer {
  readonly #options: EnforcerOptions;
  /** Those of the settings, and in break-glass those that were last known. */
  readonly #founders: readonly Enode[];
  readonly #chain: ChainWatch;
  readonly #lookout: Lookout;
  readonly #filter: FilterKeeper | undefined;
  readonly #accounts: AccountKeeper | undefined;
  readonly #dialled = new Map<Hex, number>();
  /** Since when a node is awaited that should dial us. */
  readonly #awaited = new Map<Hex, number>();
  readonly #voted = new Map<string, bigint>();
  readonly #stopped = new AbortController();
  #self: Hex | undefined;
  #genesis: Hash | undefined;
  #atHead: AtHead | undefined;
  /** When the node had a connection, or nobody to connect to. */
  #inCompanyAt = performance.now();
  #running: Promise<void> = Promise.resolve();

  constructor(options: EnforcerOptions) {
    this.#options = options;
    const { client, founders, breakGlass, filter, accounts, neighbours = [], resolve } = options;
    this.#chain = new ChainWatch(client);
    const addresses = new HostAddresses(resolve);
    this.#lookout = new Lookout(client, this.#chain, addresses, new Neighbours(neighbours));
    this.#filter = filter === undefined ? undefined : new FilterKeeper(filter, addresses);
    this.#accounts =
      accounts && client.accountAllowlist && new AccountKeeper(client.accountAllowlist, accounts);
    const named = new Set(founders.map(({ publicKey }) => publicKey));
    const others = breakGlass?.founders.filter(({ publicKey }) => !named.has(publicKey)) ?? [];
    this.#founders = [...founders, ...others];
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Looks once, and orders what has to be done. */
  async look(): Promise<Look> {
    const { client } = this.#options;
    const self = (this.#self ??= await client.publicKey());
    const [peers, known] = await Promise.all([client.peers(), this.#known()]);
    if (known instanceof Doubt) return doubtful(self, known.head, [known.drift]);
    const { head, validators, allowlist, register, drift: lastKnown } = known;
    const orders = decide({
      self,
      register,
      peers,
      validators,
      founders: this.#founders,
      // A vote is cast on what the contracts say now, never on what they said.
      votesOnValidators: client.votesOnValidators && lastKnown.length === 0,
      connectsValidatorsOnly: client.connectsValidatorsOnly,
      allowlist,
    });
    const { members, reachable, disconnect: strangers } = orders;
    const wanted = new Set([...register.validators].map((address) => address.toLowerCase()));
    const view = {
      head: head ?? 0n,
      members,
      reachable,
      strangers,
      validators: validators.filter((address) => wanted.has(address.toLowerCase())),
      now: Date.now() / 1_000,
    };
    const compared = head === null ? [] : await this.#chain.compare(view);
    if (compared.some(({ kind }) => kind === "false-head")) return doubtful(self, head, compared);
    // Who is admitted is let through before it is dialled.
    const filter = this.#filter?.keep(
      reachable.map(({ host }) => host),
      members.map(({ address }) => address),
    );
    const done = await this.#carryOut(orders, register.block);
    // On the word of a node that is behind, or while what was last known counts, no account is refused.
    const isCurrent = lastKnown.length === 0 && !compared.some(({ kind }) => kind === "behind");
    const kept = await this.#accounts?.keep(isCurrent ? head : null);
    return {
      head,
      node: self,
      peers: orders.peers,
      drift: [
        ...lastKnown,
        ...compared,
        ...filterDrift(filter),
        ...orders.drift,
        ...(kept?.drift ?? []),
      ],
      seen: head === null ? [] : await this.#lookout.look(view),
      filter: filter ?? null,
      accounts: kept?.accounts ?? null,
      done: {
        ...done,
        allowAccounts: kept?.allowAccounts ?? [],
        disallowAccounts: kept?.disallowAccounts ?? [],
      },
    };
  }

  async #known(): Promise<Known | Doubt> {
    const { client, breakGlass } = this.#options;
    let now: Known | Doubt;
    try {
      now = await this.#readContracts();
    } catch (error) {
      if (breakGlass === undefined) throw error;
      const reason = `its node does not read the contracts (${messageOf(error)})`;
      // A client that does not tell what its chain says may still tell of its peers.
      const allowlist = await client.allowlist?.read().catch(() => "none" as const);
      return this.#lastKnown(breakGlass, reason, {
        head: null,
        validators: [...breakGlass.register.validators],
        allowlist: client.allowlist === undefined ? "none" : (allowlist ?? "off"),
      });
    }
    if (now instanceof Doubt) return now;
    const genesis = (this.#genesis ??= (await client.block(0n))?.hash);
    if (breakGlass !== undefined && now.register.block < breakGlass.register.block) {
      if (genesis !== breakGlass.genesis) {
        throw new Error(
          `The last known state is of the network that began with ${breakGlass.genesis}, the node began with ${genesis}: give the state of this network, or start the node from the right genesis.`,
        );
      }
      return this.#lastKnown(breakGlass, "its node is behind it", now);
    }
    if (genesis !== undefined) {
      try {
        this.#options.lastKnown?.save({
          register: now.register,
          founders: this.#founders,
          genesis,
        });
      } catch (error) {
        this.#options.onUnsaved?.(error);
      }
    }
    return now;
  }

  async #readContracts(): Promise<Known | Doubt> {
    const { client, register: reader } = this.#options;
    const head = await client.head();
    // Strangers come at any time; what else is asked changes with a block. It is asked at once with the block itself, in one request.
    const [drift, atHead] = await Promise.all([
      this.#chain.follow(head),
      this.#atHead?.head === head ? this.#atHead : this.#askAt(head),
    ]);
    if (drift !== undefined) return new Doubt(head, drift);
    this.#atHead = atHead;
    const { validators, allowlist } = atHead;
    return { head, validators, allowlist, register: await reader.at(head), drift: [] };
  }

  #lastKnown(
    { register }: LastKnown,
    reason: string,
    { head, validators, allowlist }: Pick<Known, "head" | "validators" | "allowlist">,
  ): Known {
    return {
      head,
      validators,
      allowlist,
      register,
      drift: [{ kind: "break-glass", block: Number(register.block), reason }],
    };
  }

  async #askAt(head: bigint): Promise<AtHead> {
    const { client } = this.#options;
    const [validators, allowlist] = await Promise.all([
      client.validators(),
      client.allowlist === undefined ? ("none" as const) : client.allowlist.read(),
    ]);
    return { head, validators, allowlist: allowlist ?? "off" };
  }

  async #carryOut(
    orders: Orders,
    head: bigint,
  ): Promise<Omit<Done, "allowAccounts" | "disallowAccounts">> {
    const { client } = this.#options;
    const { allow, disallow } = orders;
    // Refusing comes first: it keeps strangers out. A list must be right before anybody is dialled.
    if (disallow.length > 0) await client.allowlist?.remove(disallow);
    if (allow.length > 0) await client.allowlist?.add(allow);
    if (allow.length + disallow.length > 0) this.#atHead = undefined;
    for (const peer of orders.disconnect) await client.disconnect(peer);
    const connect = this.#dueToBeDialled(orders);
    for (const enode of connect) await client.connect(enode);
    const votes = this.#dueToBeCast(orders.votes, head);
    for (const vote of votes) await client.vote(vote);
    return { allow, disallow, connect, disconnect: orders.disconnect, votes };
  }

  #dueToBeDialled({ connect, connectLate, connectIfAlone }: Orders): Enode[] {
    const now = performance.now();
    if (connectIfAlone.length === 0) this.#inCompanyAt = now;
    const isAlone = now - this.#inCompanyAt > aloneAfter;
    const isDue = (wait: number) => (enode: Enode) =>
      now - (this.#dialled.get(enode.publicKey) ?? -Infinity) >= wait;
    const due = (isAlone ? connectIfAlone : connect).filter(isDue(redialAfter));
    // It counts from when the node was first seen missing.
    const late = new Set(connectLate.map(({ publicKey }) => publicKey));
    for (const key of this.#awaited.keys()) if (!late.has(key)) this.#awaited.delete(key);
    for (const enode of connectLate) {
      const since = this.#awaited.get(enode.publicKey) ?? now;
      this.#awaited.set(enode.publicKey, since);
      if (now - since >= helpAfter && !isAlone && isDue(helpAgainAfter)(enode)) due.push(enode);
    }
    for (const { publicKey } of due) this.#dialled.set(publicKey, now);
    return due;
  }

  #dueToBeCast(votes: readonly ValidatorVote[], head: bigint): ValidatorVote[] {
    const nameOf = ({ validator, add }: ValidatorVote) => `${validator} ${add}`;
    const wanted = new Set(votes.map(nameOf));
    for (const vote of this.#voted.keys()) if (!wanted.has(vote)) this.#voted.delete(vote);
    const due = votes.filter((vote) => {
      const before = this.#voted.get(nameOf(vote));
      return before === undefined || head >= before + voteAgainAfter;
    });
    for (const vote of due) this.#voted.set(nameOf(vote), head);
    return due;
  }

  async #run(): Promise<void> {
    const { interval = 500, onLook, onFailure } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      let isChanging = false;
      try {
        const look = await this.look();
        onLook?.(look);
        isChanging = look.drift.some(({ kind }) => changingKinds.has(kind));
      } catch (error) {
        onFailure?.(error);
      }
      const wait = isChanging ? Math.min(interval, changingInterval) : interval;
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** A node that cannot be believed is reported, and nothing is done on its word. */
function doubtful(node: Hex, head: bigint | null, drift: Drift[]): Look {
  const done: Done = {
    allow: [],
    disallow: [],
    connect: [],
    disconnect: [],
    votes: [],
    allowAccounts: [],
    disallowAccounts: [],
  };
  return { head, node, peers: [], drift, seen: [], filter: null, accounts: null, done };
}

function filterDrift(filter: FilterState | undefined): Drift[] {
  const failure = filter?.failure ?? null;
  return [
    ...(failure === null ? [] : [{ kind: "filter-off" as const, reason: failure }]),
    ...(filter?.unresolved ?? []).map((host) => ({ kind: "unresolved-host" as const, host })),
  ];
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);

/** One line for people. */
export function describeDrift(drift: Drift): string {
  switch (drift.kind) {
    case "missing-peer":
      return `node ${drift.publicKey} belongs and is not connected`;
    case "extra-peer":
      return `node ${drift.publicKey} at ${drift.remote} is connected and does not belong`;
    case "missing-entry":
      return `node ${drift.publicKey} belongs and does not stand in the allowlist`;
    case "extra-entry":
      return `node ${drift.publicKey} at ${drift.remote} stands in the allowlist and does not belong there`;
    case "allowlist-off":
      return "the client does not look at its allowlist and lets everybody in";
    case "missing-account":
      return `${accountsNamed(drift)} may send transactions and is missing in the client's list`;
    case "extra-account":
      return `${accountsNamed(drift)} is in the client's list and may not send transactions`;
    case "account-allowlist-off":
      return "the client does not look at its list of accounts and takes transactions of everybody";
    case "accounts-unkept":
      return `the client's list of accounts is not kept: ${drift.reason}`;
    case "missing-validator":
      return `${drift.validator} stands in the ValidatorSet and does not validate`;
    case "extra-validator":
      return `${drift.validator} validates and does not stand in the ValidatorSet`;
    case "break-glass":
      return `what was last known at block ${drift.block} counts, because ${drift.reason}`;
    case "stale-head":
      return `the newest block ${drift.block} is old: the chain stands still, or the node does`;
    case "future-head":
      return `the newest block ${drift.block} is dated ahead: the clock of its proposer is wrong, or ours`;
    case "behind":
      return "the node is behind: most of its peers announce newer blocks";
    case "false-head":
      return `the node cannot be believed: ${drift.reason}`;
    case "filter-off":
      return `the network's own filter is not in force: ${drift.reason}`;
    case "unresolved-host":
      return `the host ${drift.host} of a member has no address and is not let through the filter`;
  }
}

const accountsNamed = ({ account, accounts }: { account: string; accounts: number }): string =>
  accounts === 1 ? `account ${account}` : `account ${account}, like ${accounts - 1} others,`;

/** One line for people. */
export function describeSighting(sighting: Sighting): string {
  switch (sighting.kind) {
    case "silent-validator":
      return `validator ${sighting.validator} has not proposed for two rounds of turns`;
    case "other-address":
      return `node ${sighting.publicKey} connects from ${sighting.address}, its host is ${sighting.host}: it has moved, dials from elsewhere, or another node has its key`;
    case "informed-stranger":
      return `node ${sighting.publicKey} at ${sighting.address} does not belong and has blocks of this network: a member lets it in, or publishes them${sighting.at.length === 0 ? "" : `; it is at the address of ${sighting.at.join(", ")}`}`;
    case "neighbour-drifts":
      return `the enforcer of node ${sighting.publicKey} says itself: ${sighting.kinds.join(", ") || "drifts"}`;
    case "neighbour-silent":
      return `the enforcer of node ${sighting.publicKey} does not answer: ${sighting.reason}`;
  }
}
