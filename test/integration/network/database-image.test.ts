import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { expect } from "chai";
import pg from "pg";

import { findPostgres } from "../../../scripts/start/postgres.ts";
import { freePort } from "../../support/database.ts";

const script = path.resolve(import.meta.dirname, "../../../deploy/images/database/database.sh");
/** PostgreSQL does not run as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe("Program of the database's image", () => {
  let folder: string;
  let port: number;
  let child: ChildProcess | undefined;
  let output = "";

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-test-database-"));
    for (const name of ["data", "secrets"]) fs.mkdirSync(path.join(folder, name));
    // Its user, which is not the one of the tests, has to enter.
    fs.cpSync(findPostgres(), path.join(folder, "native"), { recursive: true });
    secret("database-password", "superuser");
    port = await freePort();
  });

  afterEach(async () => {
    await stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function secret(name: string, value: string): void {
    fs.writeFileSync(path.join(folder, "secrets", name), value);
  }

  /** Runs it until it answers, or to its end. */
  async function start(): Promise<void> {
    if (nobody.uid !== undefined)
      execFileSync("chown", ["-R", `${nobody.uid}:${nobody.gid}`, folder]);
    // What it listens at is the container's; here it is a port of the test's own.
    const own = path.join(folder, "database.sh");
    const text = fs.readFileSync(script, "utf8");
    expect(text).to.contain("listen_addresses='*'");
    fs.writeFileSync(
      own,
      text.replace("listen_addresses='*'", `listen_addresses=127.0.0.1 -c port=${port}`),
    );
    output = "";
    const started = spawn("sh", [own], {
      cwd: folder,
      ...nobody,
      env: {
        PATH: `${path.join(folder, "native/bin")}:${process.env["PATH"] ?? ""}`,
        LC_ALL: "C",
        FOEDUS_DATA: path.join(folder, "data"),
        FOEDUS_SECRETS: path.join(folder, "secrets"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream.on("data", (part: Buffer) => (output += part.toString()));
    const end = performance.now() + 60_000;
    while (started.exitCode === null && !output.includes("ready to accept connections")) {
      if (performance.now() > end) throw new Error(`It does not start:\n${output}`);
      await pause(50);
    }
  }

  async function stop(): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill("SIGINT");
    await ended;
  }

  async function ask(user: string, database: string, statement: string): Promise<unknown[]> {
    const client = new pg.Client({
      connectionString: `postgresql://${user}@127.0.0.1:${port}/${database}`,
    });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => "nothing",
      (error: unknown) => (error as Error).message,
    );

  it("gives the relayer a database of its own, and nothing of the index", async () => {
    secret("relayer-password", "first_1");
    secret("webhooks-password", "third_3");
    await start();
    const relayer = "foedus_relayer:first_1";
    const mine = "foedus_relayer";
    await ask(relayer, mine, "create schema foedus_relayer; create table foedus_relayer.kept ()");
    expect(
      await ask(
        relayer,
        mine,
        "select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolconnlimit from pg_roles where rolname = current_user",
      ),
    ).to.deep.equal([
      {
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        rolbypassrls: false,
        rolconnlimit: 30,
      },
    ]);
    // Nor does one service enter what another one keeps.
    await ask("foedus_webhooks:third_3", "foedus_webhooks", "create schema foedus_webhooks");
    expect(await refusal(ask("foedus_webhooks:third_3", mine, "select 1"))).to.match(/denied/);
    expect(await refusal(ask(relayer, "foedus_webhooks", "select 1"))).to.match(/denied/);
    for (const foreign of ["postgres", "template1"])
      expect(await refusal(ask(relayer, foreign, "select 1"))).to.match(/permission denied/);
    expect(await refusal(ask(relayer, mine, "create table public.x ()"))).to.match(/denied/);
    expect(await refusal(ask(relayer, mine, "create database other"))).to.match(/denied/);
    // The index goes on as before.
    expect(await ask("foedus:superuser", "postgres", "select 1 as one")).to.have.length(1);
    await stop();

    // The file of the password was lost, and another one made.
    secret("relayer-password", "second-2");
    await start();
    expect(await refusal(ask(relayer, mine, "select 1"))).to.match(/password/);
    expect(await ask("foedus_relayer:second-2", mine, "select * from foedus_relayer.kept")).to.be
      .empty;
    expect(output).to.not.contain("second-2");
  });

  it("gets the relayer's database when it was made without", async () => {
    await start();
    await stop();
    secret("relayer-password", "later\n");
    await start();
    expect(await ask("foedus_relayer:later", "foedus_relayer", "select 1")).to.have.length(1);
  });

  it("gives the dApp a database of its own, beside that of the relayer, and nothing of the others", async () => {
    secret("relayer-password", "first_1");
    secret("app-password", "third_3");
    await start();
    const app = "foedus_app:third_3";
    await ask(app, "foedus_app", "create schema foedus_invoices");
    for (const foreign of ["postgres", "template1", "foedus_relayer"])
      expect(await refusal(ask(app, foreign, "select 1"))).to.match(/permission denied/);
    const relayer = "foedus_relayer:first_1";
    expect(await refusal(ask(relayer, "foedus_app", "select 1"))).to.match(/permission denied/);
    expect(await refusal(ask(app, "foedus_app", "create role other"))).to.match(/denied/);
    expect(output).to.not.contain("third_3");
  });

  it("refuses a password that would be more than a word", async () => {
    secret("relayer-password", "x'; alter role foedus_relayer superuser");
    await start();
    expect(child?.exitCode).to.equal(1);
    expect(output).to.contain("services/relayer/password");
    expect(output).to.not.contain("alter role");
  });
});
