import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { CID } from "multiformats/cid";
import { create } from "multiformats/hashes/digest";
import pg from "pg";

import { IpfsStandIn } from "../../scripts/start/ipfs-stand-in.ts";
import { portsAt } from "../../scripts/start/ports.ts";
import { EmbeddedPostgres, ExternalPostgres } from "../../scripts/start/postgres.ts";
import { ProcessRegister } from "../../scripts/start/process-register.ts";
import { freeOffset, temporaryFolder } from "./launcher.ts";

describe("The stand-in for IPFS", () => {
  const folder = temporaryFolder("ipfs");
  let ipfs: IpfsStandIn;

  const identifier = (content: string) =>
    CID.createV1(0x55, create(0x12, createHash("sha256").update(content).digest())).toString();
  const status = async (name: string, method = "GET") =>
    (await fetch(`${ipfs.url}/ipfs/${name}`, { method })).status;

  before(async () => {
    ipfs = new IpfsStandIn({ port: portsAt(await freeOffset()).ipfs, folder });
    await ipfs.start();
  });
  after(async () => {
    await ipfs.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("serves a file whose bytes fit its identifier", async () => {
    fs.writeFileSync(path.join(folder, identifier("a document")), "a document");
    const response = await fetch(`${ipfs.url}/ipfs/${identifier("a document")}`);
    assert.equal(await response.text(), "a document");
  });

  it("refuses a file that was changed", async () => {
    fs.writeFileSync(path.join(folder, identifier("the original")), "a forgery");
    assert.equal(await status(identifier("the original")), 502);
  });

  it("does not know other files", async () => {
    assert.equal(await status(identifier("nowhere")), 404);
  });

  it("refuses what is no identifier", async () => {
    assert.equal(await status("..%2Fsecret"), 400);
  });

  it("tells graph-node that it is a gateway", async () => {
    assert.equal(await status(identifier("a document"), "HEAD"), 412);
  });
});

describe("PostgreSQL that somebody else runs", { timeout: 60_000 }, () => {
  const folder = temporaryFolder("postgres");
  let server: EmbeddedPostgres;
  let surroundings: ConstructorParameters<typeof EmbeddedPostgres>[0]["surroundings"];

  before(async () => {
    surroundings = {
      logs: folder,
      register: new ProcessRegister(path.join(folder, "processes.json")),
      report: () => undefined,
      signal: new AbortController().signal,
    };
    server = new EmbeddedPostgres({
      port: portsAt(await freeOffset()).postgres,
      folder: path.join(folder, "data"),
      surroundings,
      onRestart: () => undefined,
    });
    await server.start();
    await server.ready();
  });
  after(async () => {
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function databases(): Promise<{ name: string; locale: string; encoding: string }[]> {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string; locale: string; encoding: string }>(
        "select datname as name, datcollate as locale, pg_encoding_to_char(encoding) as encoding from pg_database where datname like 'foedus%'",
      );
      return rows;
    } finally {
      await client.end();
    }
  }

  it("lends an empty database as graph-node wants it, for the time of one start", async () => {
    const lent = new ExternalPostgres({ server: server.url, surroundings });
    await lent.start();
    await lent.ready();
    const [database] = await databases();
    assert.equal(`/${database?.name}`, new URL(lent.url).pathname);
    assert.deepEqual(
      { locale: database?.locale, encoding: database?.encoding },
      { locale: "C", encoding: "UTF8" },
    );
    await lent.stop();
    assert.deepEqual(await databases(), []);
  });

  it("is left alone when nothing was started", async () => {
    await new ExternalPostgres({ server: server.url, surroundings }).stop();
    assert.deepEqual(await databases(), []);
  });
});
