import { setTimeout as pause } from "node:timers/promises";

import { type Address, type Hex, keccak256 } from "viem";

import type { Block } from "../clients/node-client.ts";
import type { Register } from "../enforcer/register.ts";
import { Reports, type ReportsOptions } from "../reports.ts";
import { type Liveness, livenessOf } from "./liveness.ts";

/** Turns of each validator that a report covers: as many as the contract wants before it takes silence for an answer. */
const turnsOfReport = 8;
/** Blocks that are asked for at once. */
const blocksAtOnce = 64;

/** What was said about one validator. */
export interface LivenessReport extends Liveness {
  node: Hex;
  firstBlock: bigint;
  lastBlock: bigint;
  transaction: Hex;
}

/** The account that signs is one that a body has appointed. */
export interface MonitorOptions extends ReportsOptions {
  /** Blocks with their proposers, as the client tells them. */
  block: (number: bigint) => Promise<Block | undefined>;
  head: () => Promise<bigint>;
  /** What the contracts say. */
  register: { at(block: bigint): Promise<Register> };
  /** Milliseconds between two looks. */
  interval?: number;
  onReport?: (report: LivenessReport) => void;
  /** Told when a look or a report failed. The monitor goes on; blocks that it could not report on are not reported later. */
  onFailure?: (error: unknown) => void;
}

/** The blocks that the next report is about. */
interface Span {
  first: bigint;
  /** Who validated when the span began. */
  validators: ReadonlySet<Address>;
  blocks: Block[];
}

/**
 * Counts how often each validator seals, and says so on the chain, span by span. It keeps nothing: after a restart it begins with the
 * next block.
 */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #reports: Reports;
  readonly #stopped = new AbortController();
  #span: Span | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#reports = new Reports(options);
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Reads what is new, and reports when enough blocks have come together. */
  async look(): Promise<void> {
    const newest = await this.#options.head();
    const register = await this.#options.register.at(newest);
    // A question at the newest block is answered as if inside it, where it is not over yet.
    const head = newest - 1n;
    const span = (this.#span ??= { first: head + 1n, validators: register.validators, blocks: [] });
    const next = span.first + BigInt(span.blocks.length);
    const count = Math.min(Number(head - next) + 1, blocksAtOnce);
    if (count < 0) {
      // The node was restored and knows less than before.
      this.#span = undefined;
      return;
    }
    const numbers = Array.from({ length: count }, (_, index) => next + BigInt(index));
    const blocks = await Promise.all(numbers.map((number) => this.#options.block(number)));
    for (const block of blocks) {
      if (block === undefined) return;
      span.blocks.push(block);
    }
    if (span.blocks.length < turnsOfReport * register.validators.size) return;
    this.#span = undefined;
    await this.#report(span, register);
  }

  /** Whoever came or left meanwhile had no fair number of turns. */
  async #report({ first, validators, blocks }: Span, register: Register): Promise<void> {
    const nodes = new Map([...register.active.values()].map((node) => [node.address, node]));
    const last = first + BigInt(blocks.length) - 1n;
    for (const one of livenessOf(blocks, [...validators])) {
      const node = nodes.get(one.validator);
      if (node === undefined || !register.validators.has(one.validator)) continue;
      const id = keccak256(node.publicKey);
      const { expected, sealed } = one;
      try {
        const transaction = await this.#reports.send("reportLiveness", [
          id,
          first,
          last,
          expected,
          sealed,
        ]);
        this.#options.onReport?.({
          ...one,
          node: id,
          firstBlock: first,
          lastBlock: last,
          transaction,
        });
      } catch (error) {
        this.#options.onFailure?.(error);
      }
    }
  }

  async #run(): Promise<void> {
    const { interval = 1_000, onFailure } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await this.look();
      } catch (error) {
        onFailure?.(error);
      }
      await pause(interval, undefined, { signal }).catch(() => undefined);
    }
  }
}
