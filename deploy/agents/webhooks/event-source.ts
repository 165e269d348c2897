import type { PublicClient } from "viem";

import { eventsQuery, page, paymentsEvent, type PaymentsEvent, sources } from "./payload.ts";

/** A block up to which everything was read. */
export interface Place {
  block: number;
  /** Of the block, as the node tells it. */
  hash: string;
}

export interface EventSourceOptions {
  /** Query address of the index. */
  index: string;
  chain: PublicClient;
  chainId: number;
  /** Blocks on top of one from which on it stands. */
  confirmations: number;
}

/** Milliseconds that the index has for an answer. */
const patience = 10_000;

const anyOf = (...fields: readonly string[]): string =>
  `first:1,where:{or:[${fields.map((field) => (field.endsWith("s") ? `{${field}_contains:[$account]}` : `{${field}:$account}`)).join(",")}]}`;

const namesQuery = `query Names($account: Bytes!) {
payments(${anyOf("payer", "payee", "operator", "arbiter", "officials")}){id}
paymentShares(${anyOf("payee")}){id}
paymentStreams(${anyOf("payer", "payee", "sponsor")}){id}
paymentSubscriptions(${anyOf("payer", "payee")}){id}
}`;

const firstOf = (block: number): bigint => BigInt(block) << 32n;

/** Reads what happened from the index, in the order of the chain, and no further than to where blocks stand. */
export class EventSource {
  readonly #options: EventSourceOptions;

  constructor(options: EventSourceOptions) {
    this.#options = options;
  }

  /**
   * The newest block that stands and that the index has wholly read.
   * @throws {EventSourceError} when index or node give no answer.
   */
  async standing(): Promise<Place> {
    const { _meta } = (await this.#ask("{_meta{block{number}}}", {})) as Meta;
    return this.#place(Math.max(0, _meta.block.number - this.#options.confirmations));
  }

  /** Newest block of the node that stands. */
  async head(): Promise<number> {
    const { chain, confirmations } = this.#options;
    return Math.max(0, Number(await chain.getBlockNumber()) - confirmations);
  }

  /** Whether the chain still has the block that was read. */
  async has({ block, hash }: Place): Promise<boolean> {
    return (await this.#place(block)).hash === hash;
  }

  /**
   * Events after a place, up to the end of a block, in their order; and the ordinal up to which nothing is missing.
   * @param after Ordinal.
   */
  async between(after: bigint, upTo: number): Promise<{ events: PaymentsEvent[]; readTo: bigint }> {
    const before = firstOf(upTo + 1);
    const variables = { after: after.toString(), before: before.toString() };
    const answer = await this.#ask(eventsQuery, variables);
    const { _meta } = answer as unknown as Meta;
    // It may have gone back meanwhile: what it has not read any more would be missing.
    if (_meta.block.number < upTo)
      throw new EventSourceError(`The index went back to block ${_meta.block.number}.`);
    let readTo = before - 1n;
    const events: PaymentsEvent[] = [];
    for (const { list } of sources) {
      const found = answer[list];
      if (!Array.isArray(found)) throw new EventSourceError(`The index answers no ${list}.`);
      const read = found.map((one: Record<string, unknown>) =>
        paymentsEvent(one, this.#options.chainId),
      );
      events.push(...read);
      const last = read.at(-1);
      // A full page has more behind it; nothing later than its end may be told before that.
      if (read.length === page && last !== undefined && last.ordinal < readTo)
        readTo = last.ordinal;
    }
    return {
      events: events
        .filter(({ ordinal }) => ordinal <= readTo)
        .sort((one, other) => (one.ordinal < other.ordinal ? -1 : 1)),
      readTo,
    };
  }

  /** Whether a payment, a stream or a subscription names an account. */
  async names(account: string): Promise<boolean> {
    const found = await this.#ask(namesQuery, { account: account.toLowerCase() });
    return Object.values(found).some((list) => Array.isArray(list) && list.length > 0);
  }

  async #place(block: number): Promise<Place> {
    const found: { hash: string } | null = await this.#options.chain.request({
      method: "eth_getBlockByNumber",
      params: [`0x${block.toString(16)}`, false],
    });
    if (found === null) throw new EventSourceError(`The node has no block ${block} yet.`);
    return { block, hash: found.hash };
  }

  async #ask(query: string, variables: object): Promise<Record<string, unknown>> {
    let body: { data?: Record<string, unknown> | null; errors?: { message?: unknown }[] };
    try {
      const response = await fetch(this.#options.index, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(patience),
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      body = (await response.json()) as typeof body;
    } catch (cause) {
      throw new EventSourceError("The index gives no answer.", { cause });
    }
    if (body.errors?.length || !body.data) {
      const reasons = (body.errors ?? []).map(({ message }) => String(message)).join("; ");
      throw new EventSourceError(`The index refuses the question: ${reasons}`);
    }
    return body.data;
  }
}

/** Nothing can be read now. */
export class EventSourceError extends Error {
  override readonly name = "EventSourceError";
}

interface Meta extends Record<string, unknown> {
  _meta: { block: { number: number } };
}
