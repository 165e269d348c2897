import { type Addresses, contractNames } from "#lib/endpoints.ts";

import type { EventReader } from "./events.ts";

type Hex = `0x${string}`;

/** An id of 20 or 32 bytes that people can tell apart. */
export const idDouble = (n: number, bytes = 20): Hex =>
  `0x${n.toString(16).padStart(2 * bytes, "0")}`;

export const addressesDouble = Object.fromEntries(
  contractNames.map((name, i) => [name, idDouble(0xc0 + i)]),
) as Addresses;

export interface SaidDouble {
  by: keyof Addresses;
  block: number;
  logIndex?: number;
  event: string;
  args: Record<string, unknown>;
}

/** Hash of the one transaction that a block of the double holds. */
export const transactionDouble = (block: number): Hex => idDouble(block, 32);

/**
 * Stands for a chain in tests: contracts that said something, a block each ten seconds, and views by their name. It keeps which
 * blocks it was asked for.
 */
export class ChainDouble {
  readonly blocksAsked: number[] = [];
  readonly #said: readonly SaidDouble[];
  readonly #views: Readonly<Record<string, (...args: never[]) => unknown>>;
  readonly #head: number;

  constructor(
    said: readonly SaidDouble[],
    views: Readonly<Record<string, (...args: never[]) => unknown>> = {},
    head = 100,
  ) {
    this.#said = said;
    this.#views = views;
    this.#head = head;
  }

  get reader(): EventReader {
    return this as unknown as EventReader;
  }

  async readContract({
    functionName,
    args = [],
  }: {
    functionName: string;
    args?: readonly never[];
  }): Promise<unknown> {
    const view = this.#views[functionName];
    if (!view) throw new Error(`The double has no view ${functionName}.`);
    return view(...args);
  }

  async getContractEvents({
    address,
    eventName,
  }: {
    address: Hex;
    eventName?: string;
  }): Promise<unknown[]> {
    return this.#said
      .filter(({ by }) => addressesDouble[by] === address)
      .filter(({ event }) => eventName === undefined || event === eventName)
      .map(({ block, logIndex = 0, event, args }) => ({
        blockNumber: BigInt(block),
        logIndex,
        transactionHash: transactionDouble(block),
        eventName: event,
        args,
      }));
  }

  async getBlock({ blockNumber }: { blockNumber?: bigint }): Promise<object> {
    const number = blockNumber === undefined ? this.#head : Number(blockNumber);
    if (blockNumber !== undefined) this.blocksAsked.push(number);
    return { number: BigInt(number), timestamp: BigInt(number * 10) };
  }
}
