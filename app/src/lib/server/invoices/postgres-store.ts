import { createHash } from "node:crypto";

import pg from "pg";

import { type InvoiceStore, type KeptInvoice, type Keeping, quota } from "./invoice-store.ts";
import { migrations } from "./postgres-migrations.ts";

const schema = "foedus_invoices";
/** Keys of advisory locks: who migrates, and who adds to a payment, with a hash of its id. */
const locks = { migrate: 7_310_101, payment: 7_310_102 };

/** Keeps files in PostgreSQL, for servers that have no disk of their own or are several. */
export class PostgresStore implements InvoiceStore {
  readonly #pool: pg.Pool;
  #migrated: Promise<void> | undefined;

  /** @param url Connection URL; the schema is made in it on the first use. */
  constructor(url: string) {
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: "foedus-invoices",
      // An upload is answered when it is written: the database must not answer before, however it is set up.
      options: `-c search_path=${schema} -c synchronous_commit=on`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 20_000,
      max: 4,
    });
    // A connection that breaks while nobody uses it is replaced by the next question.
    this.#pool.on("error", () => undefined);
  }

  async put({ hash, bytes, payment, idempotencyKey }: KeptInvoice): Promise<Keeping> {
    await this.#ready();
    return this.#inTransaction(async (client) => {
      // Servers beside this one wait here, so that two cannot both take the last place of a payment.
      await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [
        locks.payment,
        payment,
      ]);
      const key = idempotencyKey === null ? undefined : keyName(idempotencyKey);
      const known = key === undefined ? undefined : await hashOfKey(client, payment, key);
      if (known !== undefined && known !== hash) return "key-used";

      const { rows } = await client.query<{
        files: number;
        bytes: string;
        has: boolean;
        keys: number;
      }>(
        `select count(*)::int as files, coalesce(sum(octet_length(content)), 0) as bytes, coalesce(bool_or(hash = $2), false) as has,
           (select count(*)::int from request_key where payment = $1) as keys
         from invoice_of_payment join invoice using (hash) where payment = $1`,
        [payment, hash],
      );
      const [present] = rows;
      if (present === undefined) throw new Error("The database does not count.");
      const isNewKey = key !== undefined && known === undefined;
      if (isNewKey && present.keys >= quota.keys) return "full";
      if (!present.has) {
        const isFull =
          present.files >= quota.files || Number(present.bytes) + bytes.byteLength > quota.bytes;
        if (isFull) return "full";
        await client.query(
          "insert into invoice (hash, content) values ($1, $2) on conflict do nothing",
          [hash, Buffer.from(bytes)],
        );
        await client.query("insert into invoice_of_payment (payment, hash) values ($1, $2)", [
          payment,
          hash,
        ]);
      }
      if (isNewKey) {
        await client.query("insert into request_key (payment, key, hash) values ($1, $2, $3)", [
          payment,
          key,
          hash,
        ]);
      }
      return "kept";
    });
  }

  async get(hash: string, payment: string): Promise<Uint8Array | undefined> {
    await this.#ready();
    const { rows } = await this.#pool.query<{ content: Buffer }>(
      "select content from invoice_of_payment join invoice using (hash) where payment = $1 and hash = $2",
      [payment, hash],
    );
    return rows[0]?.content;
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }

  async #ready(): Promise<void> {
    this.#migrated ??= this.#migrate();
    try {
      await this.#migrated;
    } catch (error) {
      this.#migrated = undefined;
      throw error;
    }
  }

  /** Brings the schema to the version of this program, once for however many servers start together. */
  async #migrate(): Promise<void> {
    await this.#inTransaction(async (client) => {
      await client.query("select pg_advisory_xact_lock($1)", [locks.migrate]);
      await client.query(`create schema if not exists ${schema}`);
      await client.query(
        "create table if not exists migration (version integer primary key, applied_at timestamptz not null default now())",
      );
      const { rows } = await client.query<{ version: number }>(
        "select coalesce(max(version), 0) as version from migration",
      );
      const present = rows[0]?.version ?? 0;
      if (present > migrations.length)
        throw new Error(
          `The database of invoices is of version ${present}, and this server knows ${migrations.length} only.`,
        );
      for (const [index, statements] of migrations.entries()) {
        if (index < present) continue;
        await client.query(statements);
        await client.query("insert into migration (version) values ($1)", [index + 1]);
      }
    });
  }

  async #inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("begin");
      const result = await work(client);
      await client.query("commit");
      return result;
    } catch (error) {
      // A connection that failed midway goes back to nobody; the database rolls back when it ends.
      failure = error instanceof Error ? error : new Error(String(error));
      throw failure;
    } finally {
      client.release(failure);
    }
  }
}

async function hashOfKey(
  client: pg.PoolClient,
  payment: string,
  key: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ hash: string }>(
    "select hash from request_key where payment = $1 and key = $2",
    [payment, key],
  );
  return rows[0]?.hash;
}

/** Keys have any form and length; their hashes have one. */
function keyName(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
