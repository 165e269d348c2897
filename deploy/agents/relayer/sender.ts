import { setTimeout as pause } from "node:timers/promises";

import {
  BaseError,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  keccak256,
  type PrivateKeyAccount,
  type PublicClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";

import { councilAbi } from "../../../generated/contracts/Council.ts";
import type { WorkersConnection } from "../database.ts";
import { batchGas, contractBallot } from "./ballot.ts";
import {
  type Attempt,
  type Batch,
  Batches,
  type Group,
  type NewBatch,
  type WaitingBallot,
} from "./batches.ts";
import type { Councils } from "./councils.ts";
import { sendersConnection } from "./database.ts";
import type { BatchSettings } from "./settings.ts";

/** Gas of a transaction at most: half of what blocks of the usual size hold. */
const mostGas = 15_000_000n;
/** Blocks that may pass a transaction by before its price is raised. */
const patientBlocks = 25;
/** Of the former price a client asks for a tenth more before it replaces a transaction; this is an eighth. */
const raised = (price: bigint): bigint => price + price / 8n + 1n;

/** What happened, for log and metrics. */
export type SenderEvent =
  | {
      event: "stored" | "sent" | "replaced" | "displaced" | "reorganised";
      transaction: Hex;
      ballots: number;
    }
  | {
      event: "mined";
      transaction: Hex;
      ballots: number;
      counted: number;
      refused: number;
      again: number;
    }
  | { event: "refused"; id: Hex; error: string; words: string };

export interface SenderOptions {
  /** Connection URL of the database, whose schema is up to date. */
  database: string;
  chain: PublicClient;
  councils: Councils;
  /** Account of this relayer alone. */
  account: PrivateKeyAccount;
  batch: BatchSettings;
  /** Milliseconds between two looks. */
  interval?: number;
  /** Milliseconds since 1970. */
  now?: () => number;
  onEvent?: (event: SenderEvent) => void;
  /** Told after each look: whether this relayer sends or stands by, and what waits. */
  onLook?: (look: Look) => void;
  /** Told when a look failed. The sender goes on. */
  onFailure?: (error: unknown) => void;
}

export interface Look {
  /** Another relayer on the same database sends. */
  standsBy: boolean;
  waiting: number;
  underway: number;
}

/**
 * Brings ballots to their Councils, in batches. A batch is stored with its nonce and its signed transaction before it is sent, so that
 * whatever happens in between, the same transaction is sent again and never another under that nonce.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #connection: WorkersConnection;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #forgotAt = 0;
  /** When a batch was first seen to have no receipt although its nonce is used, by its id: milliseconds since 1970. */
  readonly #missedSince = new Map<string, number>();
  /** Transactions of the account when the database was first seen to know of fewer, and when that was: milliseconds since 1970. */
  #unknown: { count: number; since: number } | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#connection = sendersConnection(options.database);
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends after the look that is under way; what is stored goes on with the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    await this.#connection.release();
  }

  /** Follows up what was sent, and sends what has waited long enough. */
  async look(): Promise<Look> {
    const db = await this.#connection.hold();
    if (db === undefined) return { standsBy: true, waiting: 0, underway: 0 };
    const batches = new Batches(db, () => this.#now());
    const block = await this.#options.chain.getBlock();
    const head: Head = {
      number: Number(block.number),
      timestamp: Number(block.timestamp),
      baseFeePerGas: block.baseFeePerGas,
      gas: block.gasLimit < mostGas ? block.gasLimit : mostGas,
    };
    for (const batch of await batches.open()) await this.#follow(batches, batch, head);
    for (const group of await batches.waiting()) {
      if (!this.#isReady(group, head)) continue;
      // What cannot be sent now waits as it is: a store of transactions that no node takes would only grow.
      if ((await batches.open()).some(({ state }) => state === "signed")) break;
      await this.#bring(batches, group, head);
    }
    if (this.#now() - this.#forgotAt > 3_600_000) {
      this.#forgotAt = this.#now();
      await batches.forget();
    }
    const [waiting, open] = [await batches.waiting(), await batches.open()];
    return {
      standsBy: false,
      waiting: waiting.reduce((sum, { count }) => sum + count, 0),
      underway: open.filter(({ state }) => state !== "mined").length,
    };
  }

  #isReady({ count, since, endsAt }: Group, head: Head): boolean {
    const { batch } = this.#options;
    return (
      count >= batch.count ||
      this.#now() - since >= batch.seconds * 1_000 ||
      endsAt - head.timestamp <= batch.urgentSeconds
    );
  }

  /** Forms the batches of a group, and sends them. */
  async #bring(batches: Batches, group: Group, head: Head): Promise<void> {
    const { account, councils } = this.#options;
    const nonce = await this.#nextNonce(batches);
    const waiting = await batches.ballotsOf(group, this.#options.batch.count);
    // A ballot that the Council would refuse by now costs the relayer gas and the member nothing but a late answer.
    const refusals = await Promise.all(waiting.map(({ ballot }) => councils.refusalOf(ballot)));
    const brought: WaitingBallot[] = [];
    let gas = batchGas;
    for (const [index, one] of waiting.entries()) {
      const refusal = refusals[index];
      if (refusal !== undefined) {
        await batches.refuse(one.id, refusal);
        this.#said({ event: "refused", id: one.id, error: refusal.error, words: refusal.words });
      } else if (gas + one.gas <= head.gas || brought.length === 0) {
        brought.push(one);
        gas += one.gas;
      }
    }
    if (brought.length === 0) return;
    const { council, proposalId } = group;
    const batch: NewBatch = {
      sender: account.address,
      nonce,
      council,
      proposalId,
      data: encodeFunctionData({
        abi: councilAbi,
        functionName: "castByBallot",
        args: [BigInt(proposalId), brought.map(({ ballot }) => contractBallot(ballot))],
      }),
      gas,
      ballots: brought.map(({ id, ballot: { member } }) => ({ id, member })),
    };
    const attempt = await this.#sign(batch, head, await this.#price(head));
    await batches.store(batch, attempt);
    this.#said({ event: "stored", transaction: attempt.hash, ballots: batch.ballots.length });
    const stored = (await batches.open()).find(({ attempts }) =>
      attempts.some(({ hash }) => hash === attempt.hash),
    );
    if (stored !== undefined) await this.#send(batches, stored);
  }

  /**
   * The nonce of a new batch. Where the chain knows of more transactions of the account than the database, as after the database was
   * restored from a backup, none is signed before all of them are in blocks and none has come for a while: a nonce that the account has
   * signed for before is not signed for again.
   */
  async #nextNonce(batches: Batches): Promise<number> {
    const { account, chain, batch } = this.#options;
    const { address } = account;
    const [mined, sent] = await Promise.all([
      chain.getTransactionCount({ address, blockTag: "latest" }),
      chain.getTransactionCount({ address, blockTag: "pending" }),
    ]);
    const known = await batches.nextNonce(address);
    const count = Math.max(mined, sent);
    if (count <= known) return known;
    if (this.#unknown?.count !== count) this.#unknown = { count, since: this.#now() };
    const isQuiet = this.#now() - this.#unknown.since >= batch.patienceSeconds * 1_000;
    if (isQuiet && sent <= mined) return mined;
    throw new Error(
      `The account ${address} has sent ${count} transactions, and the database knows of ${known}: ballots wait until all are in blocks and none has come for ${batch.patienceSeconds} s.`,
    );
  }

  /** Sees what has become of a batch, and helps it on. */
  async #follow(batches: Batches, batch: Batch, head: Head): Promise<void> {
    const { account, chain, batch: settings } = this.#options;
    const ballots = batch.ballots.length;
    // Asked before the receipts: a nonce that is used by then belongs to one of them, or to a foreign transaction.
    const used = await chain.getTransactionCount({ address: batch.sender, blockTag: "latest" });
    const receipt = await this.#receiptOf(batch);
    if (receipt !== undefined) {
      this.#missedSince.delete(batch.id);
      if (receipt.blockHash !== batch.blockHash) {
        if (batch.state === "mined") await batches.reorganised(batch);
        const outcome = await batches.mined(batch, receipt);
        const { transactionHash: transaction } = receipt;
        this.#said({ event: "mined", transaction, ballots, ...outcome });
      }
      if (head.number - Number(receipt.blockNumber) >= settings.confirmations)
        await batches.final(batch);
      return;
    }
    const latest = batch.attempts.at(-1);
    if (latest === undefined) throw new Error(`The batch ${batch.id} has no transaction.`);
    const transaction = latest.hash;
    if (batch.state === "mined") {
      await batches.reorganised(batch);
      this.#said({ event: "reorganised", transaction, ballots });
    }
    if (used > batch.nonce) {
      // A node may tell of the nonce in a block before it has the receipts of that block.
      const since = this.#missedSince.get(batch.id) ?? this.#now();
      this.#missedSince.set(batch.id, since);
      if (this.#now() - since < settings.patienceSeconds * 1_000) return;
      this.#missedSince.delete(batch.id);
      await batches.displaced(batch);
      this.#said({ event: "displaced", transaction, ballots });
      return;
    }
    if (isAddressEqual(batch.sender, account.address)) {
      const replacement = await this.#replacementFor(batch, latest, head);
      if (replacement !== undefined) {
        await batches.replace(batch, replacement);
        this.#said({ event: "replaced", transaction: replacement.hash, ballots });
        await this.#send(batches, { ...batch, attempts: [...batch.attempts, replacement] });
        return;
      }
    }
    if (batch.state === "signed" || !(await this.#isKnown(latest.hash)))
      await this.#send(batches, batch);
  }

  async #send(batches: Batches, batch: Batch): Promise<void> {
    const latest = batch.attempts.at(-1);
    if (latest === undefined) return;
    try {
      await this.#options.chain.sendRawTransaction({ serializedTransaction: latest.raw });
    } catch (error) {
      // The node has it already, or a block does: then the next look finds it.
      if (!(await this.#isKnown(latest.hash))) throw error;
    }
    await batches.taken(batch, latest.hash);
    this.#said({ event: "sent", transaction: latest.hash, ballots: batch.ballots.length });
  }

  /** The same call under the same nonce at a higher price, when the present one is too low; nothing when it is not. */
  async #replacementFor(batch: Batch, latest: Attempt, head: Head): Promise<Attempt | undefined> {
    const { patienceSeconds } = this.#options.batch;
    if (this.#now() - latest.signedAt < patienceSeconds * 1_000) return undefined;
    const price = await this.#price(head);
    // Where gas is free, no price brings it forward, and the account may not have a coin to pay one.
    if (price.feePerGas === 0n) return undefined;
    const hasRisen = price.feePerGas > latest.feePerGas;
    if (!hasRisen && head.number - latest.head < patientBlocks) return undefined;
    return this.#sign(
      batch,
      head,
      this.#bounded({
        feePerGas: larger(price.feePerGas, raised(latest.feePerGas)),
        priorityFeePerGas:
          price.priorityFeePerGas === null
            ? null
            : larger(price.priorityFeePerGas, raised(latest.priorityFeePerGas ?? 0n)),
      }),
    );
  }

  async #sign(
    batch: NewBatch,
    head: Head,
    { feePerGas, priorityFeePerGas }: Price,
  ): Promise<Attempt> {
    const { account, councils } = this.#options;
    const call = {
      chainId: await councils.chainId(),
      nonce: batch.nonce,
      to: batch.council,
      data: batch.data,
      gas: batch.gas,
    };
    const raw =
      priorityFeePerGas === null
        ? await account.signTransaction({ ...call, type: "legacy", gasPrice: feePerGas })
        : await account.signTransaction({
            ...call,
            type: "eip1559",
            maxFeePerGas: feePerGas,
            maxPriorityFeePerGas: priorityFeePerGas,
          });
    return {
      hash: keccak256(raw),
      raw,
      feePerGas,
      priorityFeePerGas,
      signedAt: this.#now(),
      head: head.number,
    };
  }

  /** What gas costs now, with room for two blocks' rise. */
  async #price({ baseFeePerGas }: Head): Promise<Price> {
    const { chain } = this.#options;
    if (baseFeePerGas === null)
      return this.#bounded({ feePerGas: await chain.getGasPrice(), priorityFeePerGas: null });
    const priorityFeePerGas = await chain.estimateMaxPriorityFeePerGas();
    const feePerGas = (baseFeePerGas * 3n) / 2n + priorityFeePerGas;
    return this.#bounded({ feePerGas, priorityFeePerGas });
  }

  #bounded(price: Price): Price {
    const { mostFeePerGas } = this.#options.batch;
    if (price.feePerGas <= mostFeePerGas) return price;
    throw new Error(
      `Gas costs ${price.feePerGas} wei now, and the settings allow ${mostFeePerGas} (batch.mostFeePerGas).`,
    );
  }

  /** The receipt of whichever transaction of a batch is in a block. */
  async #receiptOf({ attempts }: Batch): Promise<TransactionReceipt | undefined> {
    for (const { hash } of attempts.toReversed()) {
      try {
        return await this.#options.chain.getTransactionReceipt({ hash });
      } catch (error) {
        if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
      }
    }
    return undefined;
  }

  async #isKnown(hash: Hex): Promise<boolean> {
    try {
      await this.#options.chain.getTransaction({ hash });
      return true;
    } catch (error) {
      if (error instanceof BaseError && error.name === "TransactionNotFoundError") return false;
      throw error;
    }
  }

  async #run(): Promise<void> {
    const { interval = 500, onFailure, onLook } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        onLook?.(await this.look());
      } catch (error) {
        onFailure?.(error);
        // Another relayer on the same database may have better luck; and a broken connection is made anew.
        await this.#connection.release().catch(() => undefined);
      }
      await pause(interval, undefined, { signal }).catch(() => undefined);
    }
  }

  #said(event: SenderEvent): void {
    this.#options.onEvent?.(event);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

interface Head {
  number: number;
  /** Seconds since 1970. */
  timestamp: number;
  /** Null where the chain knows one price of gas only. */
  baseFeePerGas: bigint | null;
  /** What a transaction may have at most. */
  gas: bigint;
}

/** Wei. */
interface Price {
  feePerGas: bigint;
  priorityFeePerGas: bigint | null;
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
