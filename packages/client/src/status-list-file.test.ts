import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";

import type { Hex } from "viem";

import { ClientError, type ClientErrorCode } from "./client-error.ts";
import { didOfKey } from "./did.ts";
import { KeyPair } from "./key-pair.ts";
import { LegalEntity } from "./legal-entity.ts";
import type { RegisterCall } from "./register-calls.ts";
import { publishStatusListFile } from "./status-list-file.ts";
import { TrustChainDouble } from "./trust-chain-double.ts";
import { verifyCredential } from "./verification.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-status-"));
const uri = "https://issuer.example/status/1";
const week = 7 * 86_400;

/** An issuer that writes into registers in memory; `before` and `after` break a write off. */
class IssuerDouble {
  readonly chain = new TrustChainDouble();
  readonly file = path.join(fs.mkdtempSync(path.join(folder, "issuer-")), "status.jwt");
  readonly calls: string[] = [];
  before: (() => void) | undefined;
  after: (() => void) | undefined;
  readonly #entity: LegalEntity;

  constructor() {
    const write = async (call: RegisterCall): Promise<Hex> => {
      this.before?.();
      this.calls.push(call.functionName);
      this.#write(call);
      this.after?.();
      return "0x";
    };
    this.#entity = new LegalEntity(this.chain.issuer, this.chain.paths, { write });
  }

  publish(revoke: number[] = [], where = uri) {
    const from = Math.floor(Date.now() / 1000);
    return publishStatusListFile(this.#entity, this.chain.registers, {
      file: this.file,
      uri: where,
      revoke,
      period: { from, until: from + week },
    });
  }

  /** What verification says about the status of a credential with this entry. */
  async status(address: string, index: string) {
    const status = {
      id: `${address}#${index}`,
      type: "StatusList2021Entry",
      statusPurpose: "revocation",
      statusListIndex: index,
      statusListCredential: address,
    };
    const holder = didOfKey(KeyPair.generate("ES256").publicJwk);
    const types = ["DiplomaCredential"];
    const jwt = this.chain.credential(this.chain.issuer, holder, types, { status });
    const { checks } = await verifyCredential(jwt, {
      registers: this.chain.registers,
      trustedIssuersRegistry: this.chain.paths.trustedIssuersRegistry,
      fetchText: async () => fs.readFileSync(this.file, "utf8"),
    });
    return checks.find(({ name }) => name === "status");
  }

  #write({ functionName, args }: RegisterCall): void {
    const { did } = this.chain.issuer;
    const { registers } = this.chain;
    if (functionName === "addIssuerProxy") {
      const { prefix, testSuffix } = JSON.parse(String(args[1])) as Record<string, string>;
      const address = this.#entity.statusListAddress(prefix ?? "", testSuffix ?? "");
      const [, id] = /proxies\/(0x[0-9a-f]{64})\//.exec(address) ?? [];
      registers.proxies.set(`${did} ${id}`, prefix ?? "");
    } else if (functionName === "registerStatusList") {
      const [, list, , , , size, hash] = args as [string, string, 0, 0, 1, number, Hex];
      registers.anchors.set(`${did} ${list}`, { hash, sequence: 1n, size, isStale: false });
    } else {
      const [, sequence, hash] = args as [Hex, bigint, Hex];
      const size = registers.anchors.get(`${did} ${uri}`)?.size ?? 0;
      registers.anchors.set(`${did} ${uri}`, { hash, sequence, size, isStale: false });
    }
  }
}

async function refused(promise: Promise<unknown>, code: ClientErrorCode, part: string) {
  await assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof ClientError, String(error));
    assert.equal(error.code, code);
    assert.ok(error.message.includes(part), error.message);
    assert.notEqual(error.remedy, "");
    return true;
  });
}

describe("publishStatusListFile", () => {
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("registers list and proxy once, and revokes with the next sequence", async () => {
    const issuer = new IssuerDouble();
    const { address, ...first } = await issuer.publish();
    assert.deepEqual([first.sequence, first.revoked], [1n, []]);
    assert.equal((await issuer.status(address, "3"))?.outcome, "passed");
    const second = await issuer.publish([17, 3]);
    assert.deepEqual([second.sequence, second.revoked], [2n, [3, 17]]);
    assert.deepEqual((await issuer.publish([9])).revoked, [3, 9, 17]);
    assert.match((await issuer.status(address, "3"))?.detail ?? "", /revoked/);
    assert.equal((await issuer.status(address, "4"))?.outcome, "passed");
    assert.deepEqual(issuer.calls, [
      ...["registerStatusList", "addIssuerProxy"],
      ...["publishStatusList", "publishStatusList"],
    ]);
  });

  it("goes on after a publication that broke off, whether it was anchored or not", async () => {
    const issuer = new IssuerDouble();
    await issuer.publish([1]);
    const served = fs.readFileSync(issuer.file, "utf8");
    const breakOff = () => {
      throw new ClientError("server-silent", "No answer.", "Try again.");
    };
    issuer.before = breakOff;
    await refused(issuer.publish([2]), "server-silent", "No answer");
    issuer.before = undefined;
    assert.equal(fs.readFileSync(issuer.file, "utf8"), served);
    assert.deepEqual((await issuer.publish([3])).revoked, [1, 3]);
    issuer.after = breakOff;
    await refused(issuer.publish([4]), "server-silent", "No answer");
    issuer.after = undefined;
    assert.deepEqual((await issuer.publish([5])).revoked, [1, 3, 4, 5]);
  });

  it("anchors a list that nobody serves yet, and lets verifiers in with a later publication", async () => {
    const issuer = new IssuerDouble();
    issuer.before = () => {
      if (issuer.calls.includes("registerStatusList"))
        throw new ClientError("server-refused", "No list is served.", "Serve one.");
    };
    await refused(issuer.publish([1]), "server-refused", "no verifier reaches it yet");
    issuer.before = undefined;
    const { sequence, revoked } = await issuer.publish();
    assert.deepEqual([sequence, revoked], [2n, [1]]);
    assert.deepEqual(issuer.calls, ["registerStatusList", "publishStatusList", "addIssuerProxy"]);
  });

  it("leaves nothing behind where the contract refuses", async () => {
    const issuer = new IssuerDouble();
    await issuer.publish();
    issuer.before = () => {
      throw new ClientError("server-refused", "SequenceInvalid", "Read the list again.");
    };
    await refused(issuer.publish([2]), "server-refused", "SequenceInvalid");
    assert.deepEqual(fs.readdirSync(path.dirname(issuer.file)), ["status.jwt"]);
  });

  it("refuses another list than the anchored one, so that no revocation is lost", async () => {
    const issuer = new IssuerDouble();
    await issuer.publish([1]);
    const rolledBack = fs.readFileSync(issuer.file, "utf8");
    await issuer.publish([2]);
    const before = issuer.calls.length;
    fs.writeFileSync(issuer.file, rolledBack);
    await refused(issuer.publish(), "status-list-invalid", "not the list that was anchored last");
    fs.rmSync(issuer.file);
    await refused(issuer.publish(), "status-list-invalid", "not the list that was anchored last");
    assert.equal(issuer.calls.length, before);
  });

  it("publishes nothing of another length than the list was registered for", async () => {
    const issuer = new IssuerDouble();
    await issuer.publish();
    const { anchors } = issuer.chain.registers;
    for (const [key, anchor] of anchors) anchors.set(key, { ...anchor, size: 262_144 });
    const before = issuer.calls.length;
    await refused(issuer.publish([2]), "status-list-invalid", "registered for 262144 entries");
    assert.equal(issuer.calls.length, before);
  });

  it("refuses to begin a list over another file, bad entries and bad addresses", async () => {
    const issuer = new IssuerDouble();
    for (const index of [-1, 131_072])
      await refused(issuer.publish([index]), "status-list-invalid", `no entry ${index}`);
    for (const where of ["http://a.example/1", "https://a.example/", "https://a.example/1?x", ""])
      await refused(issuer.publish([], where), "status-list-invalid", "no address");
    fs.writeFileSync(issuer.file, "something else");
    await refused(issuer.publish(), "status-list-invalid", "exists");
    assert.equal(fs.readFileSync(issuer.file, "utf8"), "something else");
    assert.deepEqual(issuer.calls, []);
  });
});
