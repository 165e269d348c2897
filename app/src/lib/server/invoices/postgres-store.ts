import { createHash } from "node:crypto";

import type pg from "pg";

import { Database } from "../database/database.ts";
import { type InvoiceStore, type KeptInvoice, type Keeping, quota } from "./invoice-store.ts";
import { migrations } from "./postgres-migrations.ts";

/** Keys of advisory locks: who migrates, and who adds to a payment, with a hash of its id. */
const locks = { migrate: 7_310_101, payment: 7_310_102 };

/** Keeps files in PostgreSQL, for servers that have no disk of their own or are several. */
export class PostgresStore implements InvoiceStore {
  readonly #database: Database;

  /** @param url Connection URL; the schema is made in it on the first use. */
  constructor(url: string) {
    const schema = "foedus_invoices";
    this.#database = new Database(url, { schema, migrations, lock: locks.migrate });
  }

  async put({ hash, bytes, payment, idempotencyKey }: KeptInvoice): Promise<Keeping> {
    return this.#database.inTransaction(async (client) => {
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
    const rows = await this.#database.query<{ content: Buffer }>(
      "select content from invoice_of_payment join invoice using (hash) where payment = $1 and hash = $2",
      [payment, hash],
    );
    return rows[0]?.content;
  }

  async end(): Promise<void> {
    await this.#database.end();
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
