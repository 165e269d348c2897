import type { ClientBase } from "pg";
import pg from "pg";

import { SettingsError } from "./settings.ts";

/** What an agent keeps in PostgreSQL, in a schema of its own. */
export interface AgentDatabase {
  /** Of the agent, for errors: `relayer`. */
  name: string;
  schema: string;
  /** Keys of advisory locks of the database: who migrates, and which of several agents works. */
  locks: { migrate: number; work: number };
  /** Version n is what stands at place n - 1. A version that was ever shipped is not changed any more. */
  migrations: readonly string[];
}

export function connectionOptionsOf({ name, schema }: AgentDatabase, url: string) {
  return {
    connectionString: url,
    application_name: `foedus-${name}`,
    // A receipt is given for what is written: the database must not answer before, however it is set up.
    options: `-c search_path=${schema} -c synchronous_commit=on`,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    keepAlive: true,
  };
}

/** Brings the schema to the version of this program, once for however many agents start together. */
export async function migrateDatabase(database: AgentDatabase, url: string): Promise<void> {
  const { name, schema, locks, migrations } = database;
  const client = new pg.Client(connectionOptionsOf(database, url));
  // The failure shows in the query that it hits.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new SettingsError(
      `The database does not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
      "See that it runs, and that the database file names it with the right user and password.",
      { cause },
    );
  }
  try {
    await inTransaction(client, async () => {
      await client.query("select pg_advisory_xact_lock($1)", [locks.migrate]);
      await client.query(`create schema if not exists ${schema}`);
      await client.query(
        "create table if not exists migration (version integer primary key, applied_at timestamptz not null default now())",
      );
      const { rows } = await client.query<{ version: number }>(
        "select coalesce(max(version), 0) as version from migration",
      );
      const present = rows[0]?.version ?? 0;
      if (present > migrations.length) {
        throw new SettingsError(
          `The database is of version ${present}, and this ${name} knows ${migrations.length} only.`,
          `Run the newer release of the ${name} that has made it, or give another database.`,
        );
      }
      for (const [index, statements] of migrations.entries()) {
        if (index < present) continue;
        await client.query(statements);
        await client.query("insert into migration (version) values ($1)", [index + 1]);
      }
    });
  } finally {
    await client.end();
  }
}

export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    // Where the connection is gone, the database has rolled back already.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/**
 * The one connection that may work: it holds an advisory lock of the database as long as it lives, and all that the worker writes goes
 * through it. Whoever has lost the lock has lost the connection, and can write nothing that another worker would not know.
 */
export class WorkersConnection {
  readonly #database: AgentDatabase;
  readonly #url: string;
  #client: pg.Client | undefined;

  constructor(database: AgentDatabase, url: string) {
    this.#database = database;
    this.#url = url;
  }

  /** The connection while it holds the lock; nothing while another agent holds it. */
  async hold(): Promise<pg.Client | undefined> {
    if (this.#client !== undefined) return this.#client;
    const client = new pg.Client(connectionOptionsOf(this.#database, this.#url));
    const forget = () => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on("error", forget);
    client.on("end", forget);
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>(
      "select pg_try_advisory_lock($1) as held",
      [this.#database.locks.work],
    );
    if (rows[0]?.held !== true) {
      await client.end();
      return undefined;
    }
    this.#client = client;
    return client;
  }

  async release(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }
}
