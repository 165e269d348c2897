import pg from "pg";

export interface Schema {
  /** Name of the schema, which is made on the first use. */
  schema: string;
  /** Version n is what stands at place n - 1. */
  migrations: readonly string[];
  /** Key of the advisory lock of whoever migrates. */
  lock: number;
}

/** A schema of ours in PostgreSQL, of the version of this program. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #schema: Schema;
  #migrated: Promise<void> | undefined;

  /** @param url Connection URL. */
  constructor(url: string, schema: Schema) {
    this.#schema = schema;
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: schema.schema.replaceAll("_", "-"),
      // A request is answered when it is written: the database must not answer before, however it is set up.
      options: `-c search_path=${schema.schema} -c synchronous_commit=on`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 20_000,
      max: 4,
    });
    // A connection that breaks while nobody uses it is replaced by the next question.
    this.#pool.on("error", () => undefined);
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    await this.#ready();
    return (await this.#pool.query<Row>(text, values)).rows;
  }

  async inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    await this.#ready();
    return this.#transaction(work);
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
    const { schema, migrations, lock } = this.#schema;
    await this.#transaction(async (client) => {
      await client.query("select pg_advisory_xact_lock($1)", [lock]);
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
          `The schema ${schema} is of version ${present}, and this server knows ${migrations.length} only.`,
        );
      for (const [index, statements] of migrations.entries()) {
        if (index < present) continue;
        await client.query(statements);
        await client.query("insert into migration (version) values ($1)", [index + 1]);
      }
    });
  }

  async #transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
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
