import type { Database } from "../database/database.ts";
import {
  type Beginning,
  type KeptAnswer,
  keptFor,
  longestRequest,
  type RequestKeys,
} from "./request-keys.ts";

/** Keys at once. */
const most = 200_000;

/**
 * The schema, version by version: version n is what stands at place n - 1. A version that was ever shipped is not changed any more; the
 * next one comes after it.
 */
export const keyMigrations: readonly string[] = [
  `
  create table request_key (
    name text primary key,
    fingerprint text not null,
    begun_at bigint not null,
    status integer,
    headers jsonb,
    body text
  );
  comment on table request_key is 'Answers to writes by their Idempotency-Key; no status while one is under way.';
  create index on request_key (begun_at);
  `,
];

/** Lasts longer than a process, and is the same for all servers of one database. */
export class PostgresKeys implements RequestKeys {
  readonly #database: Database;
  #clearedAt = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  async begin(name: string, fingerprint: string, now: number): Promise<Beginning> {
    await this.#clear(now);
    // One statement, so that of two servers one begins. What was left by a server that ended is taken over.
    const begun = await this.#database.query(
      `insert into request_key (name, fingerprint, begun_at)
         select $1, $2, $3 where (select count(*) from request_key) < $6
         on conflict (name) do update set fingerprint = $2, begun_at = $3, status = null, headers = null, body = null
         where request_key.begun_at <= $3 - $5 or (request_key.status is null and request_key.begun_at <= $3 - $4)
         returning name`,
      [name, fingerprint, now, longestRequest, keptFor, most],
    );
    if (begun.length > 0) return { outcome: "begun" };
    const [known] = await this.#database.query<Row>(
      "select fingerprint, status, headers, body from request_key where name = $1",
      [name],
    );
    if (known === undefined) return { outcome: "full" };
    if (known.fingerprint !== fingerprint) return { outcome: "other" };
    const { status, headers, body } = known;
    return status === null
      ? { outcome: "under-way" }
      : { outcome: "answered", answer: { status, headers: headers ?? {}, body: body ?? "" } };
  }

  async keep(name: string, { status, headers, body }: KeptAnswer): Promise<void> {
    await this.#database.query(
      "update request_key set status = $2, headers = $3, body = $4 where name = $1",
      [name, status, JSON.stringify(headers), body],
    );
  }

  async forget(name: string): Promise<void> {
    await this.#database.query("delete from request_key where name = $1", [name]);
  }

  /** Once a minute. */
  async #clear(now: number): Promise<void> {
    if (now < this.#clearedAt + 60) return;
    this.#clearedAt = now;
    await this.#database.query(
      "delete from request_key where begun_at <= $1 - $3::bigint or (status is null and begun_at <= $1 - $2::bigint)",
      [now, longestRequest, keptFor],
    );
  }
}

interface Row {
  fingerprint: string;
  status: number | null;
  headers: Record<string, string> | null;
  body: string | null;
}
