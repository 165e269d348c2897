import { expect } from "chai";
import { numberToHex } from "viem";
import pg from "pg";

import { connectionOptions } from "../../../deploy/agents/relayer/database.ts";
import { relayerSurroundings, valuesOf } from "../../support/relayer.ts";

describe("Relayer: presentations that were used", () => {
  const { database, start } = relayerSurroundings();
  const now = () => Math.floor(Date.now() / 1_000);
  const presentation = (n: number, expiresAt = now() + 300) => ({
    id: numberToHex(n, { size: 32 }),
    expiresAt,
  });

  it("count once, also after a crash, and at another relayer of the same database", async () => {
    const first = await start();
    const used = presentation(1);
    expect((await first.use(used)).body).to.deep.equal({ outcome: "taken" });
    expect((await first.use(used)).body).to.deep.equal({ outcome: "used" });
    const second = await start();
    expect((await second.use(used)).body).to.deep.equal({ outcome: "used" });
    await first.kill();
    await second.kill();
    const third = await start();
    expect((await third.use(used)).body).to.deep.equal({ outcome: "used" });
    expect((await third.use(presentation(2))).body).to.deep.equal({ outcome: "taken" });
  });

  it("count once when many ask at the same time", async () => {
    const relayer = await start();
    const used = presentation(3);
    const answers = await Promise.all(Array.from({ length: 8 }, () => relayer.use(used)));
    const outcomes = answers.map(({ body }) => body.outcome);
    expect(outcomes.filter((outcome) => outcome === "taken")).to.have.length(1);
    expect(outcomes.filter((outcome) => outcome === "used")).to.have.length(7);
  });

  it("are forgotten some time after their end, and not before", async () => {
    const relayer = await start();
    await relayer.use(presentation(4, now() - 7_200));
    await relayer.use(presentation(5, now() - 10));
    await relayer.use(presentation(6));
    const client = new pg.Client(connectionOptions(database()));
    await client.connect();
    try {
      const { rows } = await client.query<{ id: string }>(
        "select id from used_presentation order by id",
      );
      expect(rows.map(({ id }) => BigInt(id))).to.deep.equal([5n, 6n]);
    } finally {
      await client.end();
    }
  });

  it("are refused when they name no hash, or an end that nothing has", async () => {
    const relayer = await start();
    const wrong: [field: string, value: unknown][] = [
      ["id", "0x12"],
      ["id", 5],
      ["expiresAt", now() + 1_000_000],
      ["expiresAt", -1],
      ["expiresAt", "soon"],
    ];
    for (const [field, value] of wrong) {
      const { status, body } = await relayer.use({ ...presentation(7), [field]: value });
      expect(status).to.equal(400);
      expect(valuesOf(body as Parameters<typeof valuesOf>[0])).to.deep.equal({ field });
    }
    expect((await relayer.use(null)).status).to.equal(400);
  });
});
