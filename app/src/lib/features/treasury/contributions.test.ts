import { describe, expect, it } from "vitest";

import { callState, contributionRows, contributionsCsv } from "./contributions.ts";

const accounts = ["0x01", "0x02", "0x03"] as const;
const members = [
  { account: accounts[0], code: "BE", weightHistory: [{ heads: 1, weight: 2n }] },
  { account: accounts[1], code: "DE", weightHistory: [{ heads: 1, weight: 5n }] },
  // Registered after the timepoint.
  { account: accounts[2], code: "FR", weightHistory: [] },
];
const call = {
  key: "population" as const,
  total: 100n,
  totalShares: 7n,
  due: 200,
  closedAt: null,
  edition: null,
  contributions: [{ member: accounts[0], amount: 29n, paidAt: 150 }],
};

describe("contributions", () => {
  it("are shared by population, rounded up to the next unit", () => {
    expect(contributionRows(call, members, 200)).toEqual([
      {
        account: "0x01",
        code: "BE",
        share: 2n,
        owed: 29n,
        paid: 29n,
        left: 0n,
        arrears: 0n,
        paidAt: 150,
      },
      {
        account: "0x02",
        code: "DE",
        share: 5n,
        owed: 72n,
        paid: 0n,
        left: 72n,
        arrears: 0n,
        paidAt: null,
      },
    ]);
  });

  it("are in arrears from the second after the last one in time", () => {
    expect(contributionRows(call, members, 201).map(({ arrears }) => arrears)).toEqual([0n, 72n]);
  });

  it("are shared by heads", () => {
    const rows = contributionRows({ ...call, key: "heads", totalShares: 2n }, members, 100);
    expect(rows.map(({ share, owed }) => [share, owed])).toEqual([
      [1n, 50n],
      [1n, 50n],
    ]);
  });

  it("are shared by what the body decided, of observers and later members too", () => {
    const edition = {
      name: "GDP 2025",
      setIn: { transaction: "0x" as const, decision: null },
      shares: [{ member: accounts[2], share: 3n }],
    };
    const rows = contributionRows(
      { ...call, key: "data", totalShares: 3n, edition, contributions: [] },
      members,
      100,
    );
    expect(rows.map(({ code, owed }) => [code, owed])).toEqual([["FR", 100n]]);
  });

  it("are not owed any more once the call is closed; what was paid stays", () => {
    const rows = contributionRows({ ...call, closedAt: 160 }, members, 900);
    expect(rows.map(({ owed, paid, arrears }) => [owed, paid, arrears])).toEqual([
      [0n, 29n, 0n],
      [0n, 0n, 0n],
    ]);
  });

  it("stand open, overdue, paid or closed", () => {
    const owing = [{ left: 0n }, { left: 1n }];
    expect(callState(call, owing, 200)).toBe("open");
    expect(callState(call, owing, 201)).toBe("overdue");
    expect(callState(call, [{ left: 0n }], 201)).toBe("paid");
    expect(callState({ ...call, closedAt: 5 }, owing, 201)).toBe("closed");
  });

  it("go into a table for spreadsheets", () => {
    const rows = contributionRows(call, members, 201);
    expect(contributionsCsv(rows, { ...call, name: "=2026" }, { symbol: "EUR", decimals: 1 })).toBe(
      [
        "call,member,account,key,share,ofShares,owed,paid,arrears,currency",
        "'=2026,BE,0x01,population,2,7,2.9,2.9,0,EUR",
        "'=2026,DE,0x02,population,5,7,7.2,0,7.2,EUR",
        "",
      ].join("\r\n"),
    );
  });
});
