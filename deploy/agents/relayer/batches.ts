import {
  type Address,
  type Hex,
  isAddressEqual,
  parseEventLogs,
  type TransactionReceipt,
} from "viem";
import type { ClientBase } from "pg";
import { councilAbi } from "../../../generated/contracts/Council.ts";
import { contractRefusal, type ContractRefusal } from "../../contract-refusal.ts";
import { inTransaction } from "../database.ts";
import type { PostedBallot } from "./ballot.ts";
import { neverTried, unexplainedRefusal } from "./problem.ts";

/** Times that a ballot is brought again when a transaction has neither counted nor refused it. */
const mostTries = 3;
/** Milliseconds for which the relayer tells of a ballot that is settled: 30 days. */
const keptFor = 30 * 86_400_000;

/** Ballots on one proposal that wait. */
export interface Group {
  council: Hex;
  proposalId: string;
  count: number;
  /** Milliseconds since 1970 at which the first of them came. */
  since: number;
  /** Last second since 1970 in which the first to end can be counted. */
  endsAt: number;
}

export interface WaitingBallot {
  id: Hex;
  ballot: PostedBallot;
  gas: bigint;
}

/** A call of `castByBallot` under one nonce. */
export interface Batch {
  id: string;
  sender: Hex;
  nonce: number;
  council: Hex;
  proposalId: string;
  data: Hex;
  gas: bigint;
  /** In the order in which they are brought. */
  ballots: readonly { id: Hex; member: Address }[];
  state: "signed" | "taken" | "mined";
  blockHash: Hex | null;
  /** The latest one last. */
  attempts: readonly Attempt[];
}

export type NewBatch = Pick<
  Batch,
  "sender" | "nonce" | "council" | "proposalId" | "data" | "gas" | "ballots"
>;

/** A signed transaction of a batch. */
export interface Attempt {
  hash: Hex;
  raw: Hex;
  /** Wei. */
  feePerGas: bigint;
  /** Wei; null where the chain knows one price of gas only. */
  priorityFeePerGas: bigint | null;
  /** Milliseconds since 1970. */
  signedAt: number;
  /** Newest block when it was signed. */
  head: number;
}

type Row = Record<string, string>;

/** What the sender keeps in the database, by the connection that may send. */
export class Batches {
  readonly #db: ClientBase;
  readonly #now: () => number;

  constructor(db: ClientBase, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  async waiting(): Promise<Group[]> {
    const { rows } = await this.#db.query<Row>(
      `select council, proposal_id, count(*) as count, min(received_at) as since, min(ends_at) as ends_at
       from ballot where status = 'accepted' and batch is null
       group by council, proposal_id order by min(ends_at), min(received_at)`,
    );
    return rows.map((row) => ({
      council: row["council"] as Hex,
      proposalId: row["proposal_id"] as string,
      count: Number(row["count"]),
      since: Number(row["since"]),
      endsAt: Number(row["ends_at"]),
    }));
  }

  /** The ballots of a group that came first. */
  async ballotsOf({ council, proposalId }: Group, most: number): Promise<WaitingBallot[]> {
    const { rows } = await this.#db.query<{ id: Hex; content: PostedBallot; gas: string }>(
      `select id, content, gas from ballot
       where status = 'accepted' and batch is null and council = $1 and proposal_id = $2
       order by received_at, id limit $3`,
      [council, proposalId, most],
    );
    return rows.map(({ id, content, gas }) => ({ id, ballot: content, gas: BigInt(gas) }));
  }

  /** Batches that are not final, in the order in which they must come into blocks. */
  async open(): Promise<Batch[]> {
    const { rows } = await this.#db.query<Row & { ballots: Batch["ballots"]; attempts: Row[] }>(
      `select batch.*, (
         select json_agg(json_build_object('hash', hash, 'raw', raw, 'fee', fee_per_gas::text,
           'priority', priority_fee_per_gas::text, 'signed_at', signed_at, 'head', head) order by fee_per_gas)
         from attempt where attempt.batch = batch.id
       ) as attempts
       from batch where state in ('signed', 'taken', 'mined') order by sender, nonce`,
    );
    return rows.map((row) => ({
      id: row["id"] as string,
      sender: row["sender"] as Hex,
      nonce: Number(row["nonce"]),
      council: row["council"] as Hex,
      proposalId: row["proposal_id"] as string,
      data: row["data"] as Hex,
      gas: BigInt(row["gas"] as string),
      ballots: row.ballots,
      state: row["state"] as Batch["state"],
      blockHash: row["block_hash"] as Hex | null,
      attempts: row.attempts.map((attempt) => ({
        hash: attempt["hash"] as Hex,
        raw: attempt["raw"] as Hex,
        feePerGas: BigInt(attempt["fee"] as string),
        priorityFeePerGas: attempt["priority"] == null ? null : BigInt(attempt["priority"]),
        signedAt: Number(attempt["signed_at"]),
        head: Number(attempt["head"]),
      })),
    }));
  }

  /** The nonce after the last one that a batch of this sender has; 0 when there is none. */
  async nextNonce(sender: Hex): Promise<number> {
    const { rows } = await this.#db.query<Row>(
      "select coalesce(max(nonce) + 1, 0) as next from batch where sender = $1 and state <> 'displaced'",
      [sender],
    );
    return Number(rows[0]?.["next"]);
  }

  /** Stores a batch with its first signed transaction, and with it that its ballots wait no more. */
  async store(batch: NewBatch, attempt: Attempt): Promise<void> {
    await inTransaction(this.#db, async () => {
      const { sender, nonce, council, proposalId, data, gas, ballots } = batch;
      const { rows } = await this.#db.query<Row>(
        `insert into batch (sender, nonce, council, proposal_id, data, gas, ballots, state)
         values ($1, $2, $3, $4, $5, $6, $7, 'signed') returning id`,
        [sender, nonce, council, proposalId, data, gas, JSON.stringify(ballots)],
      );
      const id = rows[0]?.["id"];
      await this.#storeAttempt(id, attempt);
      const { rowCount } = await this.#db.query(
        "update ballot set batch = $1 where id = any($2) and status = 'accepted' and batch is null",
        [id, ballots.map((ballot) => ballot.id)],
      );
      if (rowCount !== ballots.length)
        throw new Error(`Of ${ballots.length} ballots of a batch ${rowCount} waited.`);
    });
  }

  /** Stores a transaction that replaces the former ones of a batch. */
  async replace(batch: Batch, attempt: Attempt): Promise<void> {
    await this.#storeAttempt(batch.id, attempt);
  }

  /** A node has taken the transaction. */
  async taken(batch: Batch, hash: Hex): Promise<void> {
    await inTransaction(this.#db, async () => {
      await this.#db.query(
        "update batch set state = 'taken', transaction = $2 where id = $1 and state in ('signed', 'taken')",
        [batch.id, hash],
      );
      await this.#db.query(
        "update ballot set status = 'sent', transaction = $2 where batch = $1 and status in ('accepted', 'sent')",
        [batch.id, hash],
      );
    });
  }

  /**
   * A block holds the transaction: each ballot is what its events say. One that was neither counted nor refused waits again.
   * @returns How many were counted, refused, and neither.
   */
  async mined(batch: Batch, receipt: TransactionReceipt) {
    const { counted, refused } = outcomesOf(batch, receipt);
    const { transactionHash: hash, blockNumber: block, blockHash } = receipt;
    const rest = batch.ballots
      .map(({ id }) => id)
      .filter((id) => !counted.has(id) && !refused.has(id));
    await inTransaction(this.#db, async () => {
      await this.#db.query(
        "update batch set state = 'mined', transaction = $2, block = $3, block_hash = $4 where id = $1",
        [batch.id, hash, block, blockHash],
      );
      await this.#db.query(
        `update ballot set status = 'counted', transaction = $2, block = $3, settled_at = $4, error = null, error_values = null, words = null, remedy = null
         where batch = $1 and id = any($5)`,
        [batch.id, hash, block, this.#now(), [...counted]],
      );
      for (const [id, why] of refused) await this.#refuse(id, why, batch.id, hash);
      await this.#waitAgain(batch.id, rest);
    });
    return { counted: counted.size, refused: refused.size, again: rest.length };
  }

  /** The block that held the transaction is no part of the chain any more. */
  async reorganised(batch: Batch): Promise<void> {
    await inTransaction(this.#db, async () => {
      await this.#db.query(
        "update batch set state = 'taken', block = null, block_hash = null where id = $1",
        [batch.id],
      );
      await this.#db.query(
        `update ballot set status = 'sent', block = null, settled_at = null, error = null, error_values = null, words = null, remedy = null
         where batch = $1 and status in ('counted', 'refused')`,
        [batch.id],
      );
    });
  }

  async final(batch: Batch): Promise<void> {
    await this.#db.query("update batch set state = 'final' where id = $1", [batch.id]);
  }

  /** Another transaction of the same account has used the nonce: this batch can never come into a block, so its ballots wait again. */
  async displaced(batch: Batch): Promise<void> {
    await inTransaction(this.#db, async () => {
      await this.#db.query("update batch set state = 'displaced' where id = $1", [batch.id]);
      await this.#waitAgain(
        batch.id,
        batch.ballots.map(({ id }) => id),
      );
    });
  }

  /** The Council would not count a ballot that waits. */
  async refuse(id: Hex, why: ContractRefusal): Promise<void> {
    await this.#refuse(id, why, null, null);
  }

  /** Forgets what was settled long ago. */
  async forget(): Promise<void> {
    const before = this.#now() - keptFor;
    await this.#db.query("delete from ballot where settled_at < $1", [before]);
    await this.#db.query(
      `with old as (
         select id from batch where state in ('final', 'displaced')
           and not exists (select from ballot where ballot.batch = batch.id)
           and (select max(signed_at) from attempt where attempt.batch = batch.id) < $1
           and nonce < (select max(nonce) from batch as later where later.sender = batch.sender)
       ), attempts as (delete from attempt where batch in (select id from old))
       delete from batch where id in (select id from old)`,
      [before],
    );
  }

  async #storeAttempt(batch: string | undefined, attempt: Attempt): Promise<void> {
    const { hash, raw, feePerGas, priorityFeePerGas, signedAt, head } = attempt;
    await this.#db.query(
      `insert into attempt (hash, batch, raw, fee_per_gas, priority_fee_per_gas, signed_at, head)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [hash, batch, raw, feePerGas, priorityFeePerGas, signedAt, head],
    );
  }

  /** @param batch The batch in which it was refused; null for one that waits. */
  async #refuse(id: Hex, why: ContractRefusal, batch: string | null, hash: Hex | null) {
    const { error, values, words, remedy } = why;
    await this.#db.query(
      `update ballot set status = 'refused', transaction = $2, block = null, error = $3, error_values = $8, words = $4, remedy = $5, settled_at = $6
       where id = $1 and batch is not distinct from $7`,
      [id, hash, error, words, remedy, this.#now(), batch, JSON.stringify(values)],
    );
  }

  async #waitAgain(batch: string, ids: readonly Hex[]): Promise<void> {
    await this.#db.query(
      `update ballot set status = 'accepted', batch = null, transaction = null, block = null, tries = tries + 1
       where batch = $1 and id = any($2)`,
      [batch, ids],
    );
    const { error, values, words, remedy } = neverTried(mostTries);
    await this.#db.query(
      `update ballot set status = 'refused', settled_at = $3, error = $4, error_values = $5, words = $6, remedy = $7
       where status = 'accepted' and batch is null and id = any($1) and tries >= $2`,
      [ids, mostTries, this.#now(), error, JSON.stringify(values), words, remedy],
    );
  }
}

/** What the Council says in its events of each ballot of a batch, by id. A member has one ballot in a batch. */
export function outcomesOf(
  { council, proposalId, ballots }: Pick<Batch, "council" | "proposalId" | "ballots">,
  { logs }: Pick<TransactionReceipt, "logs">,
) {
  const counted = new Set<Hex>();
  const refused = new Map<Hex, ContractRefusal>();
  const ours = logs.filter(({ address }) => isAddressEqual(address, council));
  for (const { eventName, args } of parseEventLogs({
    abi: councilAbi,
    logs: ours,
    eventName: ["VoteCast", "BallotRefused"],
  })) {
    if (args.proposalId !== BigInt(proposalId)) continue;
    if (eventName === "VoteCast") {
      const ballot = ballots.find(({ member }) => isAddressEqual(member, args.voter));
      if (ballot !== undefined) counted.add(ballot.id);
    } else {
      const ballot = ballots[Number(args.index)];
      if (ballot !== undefined) refused.set(ballot.id, refusalBySelector(args.reason));
    }
  }
  return { counted, refused };
}

function refusalBySelector(selector: Hex): ContractRefusal {
  return contractRefusal(selector) ?? unexplainedRefusal(selector);
}
