import { createHash } from "node:crypto";

import { expect } from "chai";

import { quota } from "../../../app/src/lib/server/invoices/invoice-store.ts";
import { PostgresStore } from "../../../app/src/lib/server/invoices/postgres-store.ts";
import { TestPostgres } from "../../support/database.ts";

type Hash = `0x${string}`;

describe("Invoices in PostgreSQL", () => {
  const postgres = new TestPostgres();
  const opened: PostgresStore[] = [];
  before(() => postgres.start());
  afterEach(() => Promise.all(opened.splice(0).map((store) => store.end())));
  after(() => postgres.stop());

  function open(url: string): PostgresStore {
    const store = new PostgresStore(url);
    opened.push(store);
    return store;
  }

  const payment: Hash = `0x${"1".repeat(64)}`;
  const other: Hash = `0x${"2".repeat(64)}`;
  function file(text: string, of: Hash = payment, idempotencyKey: string | null = null) {
    const bytes = Buffer.from(text);
    const hash: Hash = `0x${createHash("sha256").update(bytes).digest("hex")}`;
    return { hash, bytes, payment: of, idempotencyKey };
  }

  it("keep a file once, for its payments alone, and for servers that come later", async () => {
    const url = await postgres.database();
    const store = open(url);
    const one = file("one\0ü");
    expect(await store.put(one)).to.equal("kept");
    expect(await store.put(one)).to.equal("kept");
    expect(await store.get(one.hash, payment)).to.deep.equal(one.bytes);
    expect(await store.get(one.hash, other)).to.equal(undefined);
    expect(await store.put(file("one\0ü", other))).to.equal("kept");
    const rows = await postgres.query("select hash from foedus_invoices.invoice", url);
    expect(rows).to.deep.equal([{ hash: one.hash }]);
    expect(await open(url).get(one.hash, other)).to.deep.equal(one.bytes);
  });

  it("take a key for one file alone", async () => {
    const store = open(await postgres.database());
    for (const key of ["k", "\0", "ü".repeat(300)]) {
      expect(await store.put(file(`for ${key}`, payment, key))).to.equal("kept");
      expect(await store.put(file(`for ${key}`, payment, key))).to.equal("kept");
      expect(await store.put(file("another", payment, key))).to.equal("key-used");
    }
    expect(await store.get(file("another").hash, payment)).to.equal(undefined);
  });

  it("take no more for a payment than its share, though two servers begin at once", async () => {
    const url = await postgres.database();
    const stores = [open(url), open(url)];
    const outcomes = await Promise.all(
      Array.from({ length: quota.files + 3 }, (_, index) =>
        stores[index % 2]!.put(file(String(index))),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "full")).to.have.length(3);
    const large = { ...file("", other), bytes: Buffer.alloc(quota.bytes + 1) };
    expect(await stores[0]!.put(large)).to.equal("full");
  });

  it("refuse a database of a newer version", async () => {
    const url = await postgres.database();
    await open(url).put(file("one"));
    await postgres.query("insert into foedus_invoices.migration (version) values (99)", url);
    const refused = await open(url)
      .put(file("two"))
      .then(() => "", String);
    expect(refused).to.contain("of version 99");
  });
});
