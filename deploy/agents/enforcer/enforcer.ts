import { setTimeout as pause } from "node:timers/promises";

import type { Hex } from "viem";

import type { Enode, NodeClient, ValidatorVote } from "../clients/node-client.ts";
import { decide, type Drift, type Orders, type Situation } from "./decide.ts";
import type { RegisterReader } from "./register.ts";

/** What an enforcer saw and did in one look at its node. */
export interface Look {
  /** Newest block of the node. */
  head: bigint;
  /** What is out of line. */
  drift: Drift[];
  /** What the client was ordered to do now; orders are not repeated at every look. */
  done: Done;
}

export type Done = Pick<Orders, "allow" | "disallow" | "connect" | "disconnect" | "votes">;

/** What changes with a block at most. */
interface AtHead extends Pick<Situation, "validators" | "allowlist"> {
  head: bigint;
}

export interface EnforcerOptions {
  client: NodeClient;
  register: Pick<RegisterReader, "at">;
  /** Where the founders are, for the time before their nodes are registered. */
  founders: readonly Enode[];
  /** Milliseconds between two looks: how long a stranger can stay connected. */
  interval?: number;
  /** Told after each look. */
  onLook?: (look: Look) => void;
  /** Told when a look failed: the node does not answer, or its answer makes no sense. The enforcer goes on. */
  onFailure?: (error: unknown) => void;
}

/** Milliseconds after which a node that is still missing is dialled again. */
const redialAfter = 1_500;
/** Milliseconds without any connection after which a node dials those who should dial it. */
const aloneAfter = 45_000;
/** Blocks after which a vote is cast again that has not come to effect, for example because an epoch ended in between. */
const voteAgainAfter = 30n;

/**
 * Keeps one node in line with the contracts: connects and disconnects, and votes on validators, until it is stopped. It holds no
 * state that matters: after a restart it looks again.
 */
export class Enforcer {
  readonly #options: EnforcerOptions;
  readonly #dialled = new Map<Hex, number>();
  readonly #voted = new Map<string, bigint>();
  readonly #stopped = new AbortController();
  #self: Hex | undefined;
  #atHead: AtHead | undefined;
  /** When the node had a connection, or nobody to connect to. */
  #inCompanyAt = performance.now();
  #running: Promise<void> = Promise.resolve();

  constructor(options: EnforcerOptions) {
    this.#options = options;
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
    const { client, register: reader, founders } = this.#options;
    this.#self ??= await client.publicKey();
    const [head, peers] = await Promise.all([client.head(), client.peers()]);
    // Strangers come at any time; what else is asked changes with a block.
    if (this.#atHead?.head !== head) this.#atHead = await this.#askAt(head);
    const { validators, allowlist } = this.#atHead;
    const register = await reader.at(head);
    const orders = decide({
      self: this.#self,
      register,
      peers,
      validators,
      founders,
      votesOnValidators: client.votesOnValidators,
      connectsValidatorsOnly: client.connectsValidatorsOnly,
      allowlist,
    });
    return { head, drift: orders.drift, done: await this.#carryOut(orders, head) };
  }

  async #askAt(head: bigint): Promise<AtHead> {
    const { client } = this.#options;
    const [validators, allowlist] = await Promise.all([
      client.validators(),
      client.allowlist === undefined ? ("none" as const) : client.allowlist.read(),
    ]);
    return { head, validators, allowlist: allowlist ?? "off" };
  }

  async #carryOut(orders: Orders, head: bigint): Promise<Done> {
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

  #dueToBeDialled({ connect, connectIfAlone }: Orders): Enode[] {
    const now = performance.now();
    if (connectIfAlone.length === 0) this.#inCompanyAt = now;
    const isAlone = now - this.#inCompanyAt > aloneAfter;
    const due = (isAlone ? connectIfAlone : connect).filter(
      ({ publicKey }) => now - (this.#dialled.get(publicKey) ?? -Infinity) >= redialAfter,
    );
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
      try {
        const look = await this.look();
        onLook?.(look);
      } catch (error) {
        onFailure?.(error);
      }
      await pause(interval, undefined, { signal }).catch(() => undefined);
    }
  }
}

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
    case "missing-validator":
      return `${drift.validator} stands in the ValidatorSet and does not validate`;
    case "extra-validator":
      return `${drift.validator} validates and does not stand in the ValidatorSet`;
  }
}
