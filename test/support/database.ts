import fs from "node:fs";
import net, { type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";

import pg from "pg";

import { EmbeddedPostgres } from "../../scripts/start/postgres.ts";
import { ProcessRegister } from "../../scripts/start/process-register.ts";

/** A PostgreSQL of a test's own, with as many empty databases as it asks for. */
export class TestPostgres {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-test-postgres-"));
  #server: EmbeddedPostgres | undefined;
  #count = 0;

  async start(): Promise<void> {
    // Its user, which is not the one of the tests, has to enter.
    fs.chmodSync(this.#folder, 0o711);
    this.#server = new EmbeddedPostgres({
      port: await freePort(),
      folder: path.join(this.#folder, "data"),
      surroundings: {
        logs: path.join(this.#folder, "logs"),
        register: new ProcessRegister(path.join(this.#folder, "processes.json")),
        report: () => undefined,
        signal: new AbortController().signal,
      },
      onRestart: () => undefined,
    });
    await this.#server.start();
    await this.#server.ready();
  }

  /** Connection URL of a new database. */
  async database(): Promise<string> {
    const name = `test_${++this.#count}`;
    await this.query(`create database ${name}`);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** Asks the server, or one of its databases. */
  async query<Row extends pg.QueryResultRow>(statement: string, url = this.url): Promise<Row[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  get pid(): number | undefined {
    return this.#server?.pid;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  private get url(): string {
    if (this.#server === undefined) throw new Error("The database of the suite does not run.");
    return this.#server.url;
  }
}

/** A port of the loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
