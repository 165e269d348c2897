import type { Address } from "viem";

import type { Block, NodeClient, Peer } from "../clients/node-client.ts";
import type { Drift, Sighting } from "./decide.ts";

/** Seconds after which a newest block is old, and seconds that it may be dated ahead of our clock. */
const oldAfter = 30;
const aheadOfClock = 5;
/** Blocks by which the own node may differ from what its peers announce, and milliseconds for which it may differ by more. */
const mostBlocksApart = 10n;
const apartFor = 10_000;
/** Blocks that are asked for at once to find whether a new head follows on what was seen before. */
const mostBlocksAtOnce = 64n;
/** Blocks that are remembered: enough for the turns of more validators than a network has. */
const mostBlocks = 2_048;

/** What was seen at one look. */
export interface ChainView {
  head: bigint;
  /** Peers that belong. */
  members: readonly Peer[];
  /** Who validates, by the contracts and by the consensus. */
  validators: readonly Address[];
  /** Seconds since 1970 by the enforcer's clock. */
  now: number;
}

/**
 * Follows the chain as the own node tells it, and asks whether that can be: each block has to follow on the one before, for good, because
 * blocks are final; it has to be dated about now; and what the own node has must be what its peers announce. A node that shows false
 * blocks to its enforcer alone and a forged block for each answer can still mislead it; it cannot do so and be on good terms with its peers.
 */
export class ChainWatch {
  readonly #client: Pick<NodeClient, "block">;
  /** The newest blocks without a gap, the newest last. */
  #blocks: Block[] = [];
  /** When the node began to differ from its peers, by in which way. */
  readonly #apartSince = new Map<string, number>();
  /** Number of the block from which on a validator counts as one. */
  readonly #validatesSince = new Map<Address, bigint>();

  constructor(client: Pick<NodeClient, "block">) {
    this.#client = client;
  }

  /** What makes the head of the own node incredible; undefined when nothing does. What follows from a false head is not to be acted on. */
  async follow(head: bigint): Promise<Drift | undefined> {
    const last = this.#blocks.at(-1);
    if (last?.number === head) return undefined;
    const isNear =
      last !== undefined && head > last.number && head - last.number <= mostBlocksAtOnce;
    const from = isNear ? last.number + 1n : head;
    const numbers = Array.from(
      { length: Number(head - from) + 1 },
      (_, index) => from + BigInt(index),
    );
    const blocks = await Promise.all(numbers.map((number) => this.#client.block(number)));
    let before = isNear ? last : undefined;
    for (const [index, block] of blocks.entries()) {
      const number = numbers[index] ?? head;
      if (block?.number !== number)
        return falseHead(head, "it does not have the block that it claims");
      if (before !== undefined && block.parentHash !== before.hash) {
        // Whichever of the two is true, it is the chain from here on that is compared.
        this.#blocks = [];
        return falseHead(head, "its blocks do not follow on each other");
      }
      before = block;
    }
    const seen = blocks as Block[];
    this.#blocks = isNear ? [...this.#blocks, ...seen].slice(-mostBlocks) : seen;
    return undefined;
  }

  /** How the own node differs from the time and from its peers. */
  async compare({ head, members, now }: ChainView): Promise<Drift[]> {
    const drift: Drift[] = [];
    const newest = this.#blocks.at(-1);
    if (newest !== undefined && newest.number > 0n) {
      const age = now - newest.timestamp;
      if (age > oldAfter)
        drift.push({ kind: "stale-head", block: Number(head), age: Math.round(age) });
      if (age < -aheadOfClock)
        drift.push({ kind: "future-head", block: Number(head), ahead: Math.round(-age) });
    }
    const announced = members.flatMap(({ head: theirs }) => theirs ?? []);
    const most = announced.length / 2;
    const further = announced.filter(({ number }) => number > head + mostBlocksApart);
    if (this.#lasts("behind", announced.length > 0 && further.length > most)) {
      const highest = Number(
        further.reduce((high, { number }) => (number > high ? number : high), 0n),
      );
      drift.push({
        kind: "behind",
        block: Number(head),
        peers: further.length,
        announced: highest,
      });
    }
    const highest = announced.reduce((high, { number }) => (number > high ? number : high), -1n);
    if (this.#lasts("ahead", announced.length > 0 && head > highest + mostBlocksApart))
      drift.push(
        falseHead(head, "none of its peers announces a block as new as the one that it claims"),
      );
    // What peers announce and the node should have had for a while, it must have.
    const due = announced.filter(({ number }) => number + 2n <= head);
    const unknown = await Promise.all(
      [...new Set(due.map(({ hash }) => hash))].slice(0, 16).map(async (hash) => {
        if (this.#blocks.some((block) => block.hash === hash)) return undefined;
        return (await this.#client.block(hash)) === undefined ? hash : undefined;
      }),
    );
    const strange = due.filter(({ hash }) => unknown.includes(hash));
    if (this.#lasts("another", strange.length > most))
      drift.push(falseHead(head, "it does not have the blocks that most of its peers announce"));
    return drift;
  }

  /**
   * Validators that have not proposed for two rounds of turns. Everybody sees that in the chain, whatever the reason is: away, cut off, a
   * wrong clock, or a client that obeys nobody.
   */
  silent({ head, validators, now }: ChainView): Sighting[] {
    for (const known of this.#validatesSince.keys())
      if (!validators.includes(known)) this.#validatesSince.delete(known);
    for (const validator of validators)
      if (!this.#validatesSince.has(validator)) this.#validatesSince.set(validator, head);
    const turns = 2 * validators.length + 4;
    const blocks = this.#blocks.slice(-turns);
    const [first] = blocks;
    const newest = blocks.at(-1);
    if (first === undefined || newest === undefined || blocks.length < turns) return [];
    // Of a chain that stands still, or is only being read, nothing follows about anybody.
    if (now - newest.timestamp > 2 * oldAfter) return [];
    const proposers = new Set(blocks.map(({ proposer }) => proposer.toLowerCase()));
    return validators
      .filter(
        (validator) =>
          (this.#validatesSince.get(validator) ?? head) < first.number &&
          !proposers.has(validator.toLowerCase()),
      )
      .map((validator) => ({ kind: "silent-validator", validator, blocks: turns }));
  }

  #lasts(what: string, is: boolean): boolean {
    if (!is) {
      this.#apartSince.delete(what);
      return false;
    }
    const since = this.#apartSince.get(what) ?? performance.now();
    this.#apartSince.set(what, since);
    return performance.now() - since >= apartFor;
  }
}

const falseHead = (head: bigint, reason: string): Drift => ({
  kind: "false-head",
  block: Number(head),
  reason,
});
