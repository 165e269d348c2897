import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";

import { ClientError } from "./client-error.ts";
import { createEntityFolder, createPersonFolder, readEntityFolder } from "./entity-files.ts";
import { readKeyFile, readOrCreateKeyFile } from "./key-files.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-client-"));
const at = (name: string) => path.join(folder, name);
const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

async function refusal(promise: Promise<unknown>): Promise<ClientError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ClientError);
  return error;
}

describe("files of entities", () => {
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("hold the keys of a legal entity for their owner alone, and give them back", async () => {
    const made = await createEntityFolder(at("entity"));
    const read = await readEntityFolder(at("entity"));
    assert.equal(read.did, made.did);
    assert.equal(read.account.thumbprint, made.account.thumbprint);
    assert.equal(read.signing.algorithm, "ES256");
    assert.equal(modeOf(at("entity")), 0o700);
    for (const name of ["account-key.json", "signing-key.json"])
      assert.equal(modeOf(at(`entity/${name}`)), 0o600);
    const { did } = await createPersonFolder(at("person"));
    assert.match(did, /^did:key:z2dm/);
  });

  it("are never overwritten", async () => {
    const before = fs.readFileSync(at("entity/account-key.json"), "utf8");
    assert.equal((await refusal(createEntityFolder(at("entity")))).code, "key-file");
    assert.equal(fs.readFileSync(at("entity/account-key.json"), "utf8"), before);
    const first = await readOrCreateKeyFile(at("key"), "ES256");
    const second = await readOrCreateKeyFile(at("key"), "ES256");
    assert.equal(second.thumbprint, first.thumbprint);
  });

  it("are refused without repeating what they hold", async () => {
    const { d } = JSON.parse(fs.readFileSync(at("key"), "utf8")) as { d: string };
    const broken = { "no.json": d, "short.json": JSON.stringify({ kty: "EC", d }) };
    for (const [name, text] of Object.entries(broken)) {
      fs.writeFileSync(at(name), text);
      const error = await refusal(readKeyFile(at(name)));
      const told = [error.message, error.remedy, error.stack, String(error.cause)].join(" ");
      assert.ok(!told.includes(d), name);
    }
    assert.match((await refusal(readKeyFile(at("missing")))).message, /ENOENT/);
    assert.match((await refusal(readEntityFolder(folder))).message, /is no folder of an entity/);
  });
});
