import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { FolderStore } from "./folder-store.ts";
import { quota } from "./invoice-store.ts";

type Hash = `0x${string}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "foedus-invoices-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const payment: Hash = `0x${"1".repeat(64)}`;
const other: Hash = `0x${"2".repeat(64)}`;
const hashOf = (bytes: Uint8Array): Hash => `0x${createHash("sha256").update(bytes).digest("hex")}`;

function file(text: string, of: Hash = payment, idempotencyKey: string | null = null) {
  const bytes = Buffer.from(text);
  return { hash: hashOf(bytes), bytes, payment: of, idempotencyKey };
}

describe("FolderStore", () => {
  it("keeps a file once, under its hash, for its payments alone", async () => {
    const store = new FolderStore(folder);
    const one = file("one");
    expect(await store.put(one)).toBe("kept");
    expect(await store.put(one)).toBe("kept");
    expect(readdirSync(path.join(folder, "files"))).toEqual([one.hash]);
    expect(await store.get(one.hash, payment)).toEqual(one.bytes);
    expect(await store.get(one.hash, other)).toBeUndefined();
    expect(await store.put(file("one", other))).toBe("kept");
    expect(await new FolderStore(folder).get(one.hash, other)).toEqual(one.bytes);
    expect(readdirSync(path.join(folder, "beginnings"))).toEqual([]);
  });

  it("takes a key for one file alone, whatever the key looks like", async () => {
    const store = new FolderStore(folder);
    for (const key of ["k", "../../k", "\0", "ü".repeat(300)]) {
      expect(await store.put(file(`for ${key}`, payment, key))).toBe("kept");
      expect(await store.put(file(`for ${key}`, payment, key))).toBe("kept");
      expect(await store.put(file("another", payment, key))).toBe("key-used");
    }
    expect(await store.put(file("another", other, "k"))).toBe("kept");
  });

  it("takes no more for a payment than its share, also at once", async () => {
    const store = new FolderStore(folder);
    const all = Array.from({ length: quota.files + 3 }, (_, index) => store.put(file(`${index}`)));
    const outcomes = await Promise.all(all);
    expect(outcomes.filter((outcome) => outcome === "full").length).toBe(3);
    expect(await store.put(file("0"))).toBe("kept");
    const large = { ...file("", other), bytes: Buffer.alloc(quota.bytes + 1) };
    expect(await store.put(large)).toBe("full");
  });

  it("gives no file that somebody has changed", async () => {
    const store = new FolderStore(folder);
    const one = file("one");
    await store.put(one);
    writeFileSync(path.join(folder, "files", one.hash), "two");
    await expect(store.get(one.hash, payment)).rejects.toThrow("is not what was kept");
  });

  it("has whole files only, whenever it is killed", async () => {
    const program = path.join(folder, "writer.mjs");
    const store = new URL("folder-store.ts", import.meta.url).href;
    writeFileSync(
      program,
      `
      import { createHash, randomBytes } from "node:crypto";
      const { FolderStore } = await import(${JSON.stringify(store)});
      const store = new FolderStore(${JSON.stringify(path.join(folder, "kept"))});
      for (let round = 0; ; round += 1) {
        const bytes = randomBytes(3_000_000);
        const hash = "0x" + createHash("sha256").update(bytes).digest("hex");
        const payment = "0x" + String(round % 9 + 1).repeat(64);
        process.send({ begins: hash });
        if (await store.put({ hash, bytes, payment, idempotencyKey: null }) === "kept") process.send({ kept: hash, payment });
      }`,
    );
    const kept: { kept: Hash; payment: Hash }[] = [];
    let interrupted = 0;
    for (let round = 0; round < 8; round += 1) {
      const writer = fork(program, { execArgv: [] });
      let began = 0;
      let ended = 0;
      writer.on("message", (said: { begins?: Hash; kept?: Hash; payment?: Hash }) => {
        if (said.kept === undefined) began += 1;
        else {
          ended += 1;
          kept.push(said as { kept: Hash; payment: Hash });
        }
      });
      await once(writer, "message");
      await new Promise((resolve) => setTimeout(resolve, 15 + round * 12));
      writer.kill("SIGKILL");
      await once(writer, "exit");
      if (began > ended) interrupted += 1;
    }
    expect(interrupted).toBeGreaterThan(0);
    const files = path.join(folder, "kept", "files");
    for (const name of readdirSync(files))
      expect(hashOf(readFileSync(path.join(files, name)))).toBe(name);
    const store2 = new FolderStore(path.join(folder, "kept"));
    for (const { kept: hash, payment: of } of kept)
      expect((await store2.get(hash, of))?.byteLength).toBe(3_000_000);
    expect(kept.length).toBeGreaterThan(0);
  });
});
