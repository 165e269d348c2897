import { expect } from "chai";

import { Database } from "../../../app/src/lib/server/database/database.ts";
import {
  keyMigrations,
  PostgresKeys,
} from "../../../app/src/lib/server/idempotency/postgres-keys.ts";
import { keptFor, longestRequest } from "../../../app/src/lib/server/idempotency/request-keys.ts";
import { TestPostgres } from "../../support/database.ts";

describe("Keys of requests in PostgreSQL", () => {
  const postgres = new TestPostgres();
  const opened: Database[] = [];
  before(() => postgres.start());
  afterEach(() => Promise.all(opened.splice(0).map((database) => database.end())));
  after(() => postgres.stop());

  /** A server that starts. */
  function open(url: string): PostgresKeys {
    const schema = { schema: "foedus_requests", migrations: keyMigrations, lock: 7_310_103 };
    const database = new Database(url, schema);
    opened.push(database);
    return new PostgresKeys(database);
  }

  const answer = { status: 202, headers: { location: "/1" }, body: '{"text":"ü"}' };

  it("give the first answer again, also by a server that starts later", async () => {
    const url = await postgres.database();
    const keys = open(url);
    expect(await keys.begin("a", "f", 1_000)).to.deep.equal({ outcome: "begun" });
    await keys.keep("a", answer);
    expect(await keys.begin("a", "f", 1_001)).to.deep.equal({ outcome: "answered", answer });
    await opened.splice(0)[0]?.end();
    const restarted = open(url);
    expect(await restarted.begin("a", "f", 1_002)).to.deep.equal({ outcome: "answered", answer });
    expect(await restarted.begin("a", "g", 1_002)).to.deep.equal({ outcome: "other" });
  });

  it("let one of many that come at once begin", async () => {
    const url = await postgres.database();
    const servers = [open(url), open(url)];
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => servers[i % 2]!.begin("a", "f", 1_000)),
    );
    const begun = outcomes.filter(({ outcome }) => outcome === "begun");
    expect(begun).to.have.length(1);
    expect(outcomes.filter(({ outcome }) => outcome === "under-way")).to.have.length(19);
  });

  it("let a request begin again that was forgotten, or that a server never answered", async () => {
    const keys = open(await postgres.database());
    await keys.begin("a", "f", 1_000);
    await keys.forget("a");
    expect(await keys.begin("a", "g", 1_000)).to.deep.equal({ outcome: "begun" });
    const late = 1_000 + longestRequest;
    expect(await keys.begin("a", "g", late - 1)).to.deep.equal({ outcome: "under-way" });
    expect(await keys.begin("a", "h", late)).to.deep.equal({ outcome: "begun" });
  });

  it("keep an answer for its time, and no longer", async () => {
    const url = await postgres.database();
    const keys = open(url);
    await keys.begin("a", "f", 1_000);
    await keys.keep("a", answer);
    const end = 1_000 + keptFor;
    expect((await keys.begin("a", "f", end - 1)).outcome).to.equal("answered");
    expect((await keys.begin("b", "f", end + 60)).outcome).to.equal("begun");
    const rows = await postgres.query("select name from foedus_requests.request_key", url);
    expect(rows).to.deep.equal([{ name: "b" }]);
  });
});
