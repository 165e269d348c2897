import { describe, expect, it } from "vitest";

import { attendance, closing, isIn, readPeriod } from "./period.ts";
import type { ProposalFacts } from "./proposal-state.ts";

const at = (text: string) => Date.parse(`${text}Z`) / 1000;
const now = at("2026-11-26T12:00");
const read = (query: string) => readPeriod(new URLSearchParams(query), now);

describe("readPeriod", () => {
  it("takes whole days of UTC, and both of them", () => {
    const found = read("from=2026-02-28&to=2026-03-01");
    if (!found.ok) throw new Error(found.problem);
    const { period } = found;
    expect([period.first, period.last]).toEqual([
      at("2026-02-28T00:00"),
      at("2026-03-01T23:59:59"),
    ]);
    expect(isIn(period, at("2026-03-01T23:59:59"))).toBe(true);
    expect(isIn(period, at("2026-03-02T00:00"))).toBe(false);
    expect(isIn(period, at("2026-02-27T23:59:59"))).toBe(false);
  });

  it("shows the last thirty days to a reader who asks for none", () => {
    expect(read("")).toMatchObject({ period: { from: "2026-10-28", to: "2026-11-26" } });
    expect(read("from=&to=")).toMatchObject({ ok: true });
  });

  it("takes today, and an end that lies ahead", () => {
    expect(read("from=2026-11-26&to=2026-12-31")).toMatchObject({ ok: true });
  });

  it.each([
    ["from=2026-02-01", { problem: "half", missing: "to" }],
    ["to=2026-02-01", { problem: "half", missing: "from" }],
    ["from=2026-02-30&to=2026-03-01", { problem: "not-a-day", value: "2026-02-30" }],
    ["from=yesterday&to=2026-03-01", { problem: "not-a-day", value: "yesterday" }],
    ["from=2026-03-01&to=2026-3-2", { problem: "not-a-day", value: "2026-3-2" }],
    ["from=2026-03-02&to=2026-03-01", { problem: "order", from: "2026-03-02", to: "2026-03-01" }],
    ["from=2026-11-27&to=2026-11-30", { problem: "ahead", from: "2026-11-27" }],
  ])("refuses %s", (query, problem) => {
    expect(read(query)).toEqual({ ok: false, ...problem });
  });
});

describe("closing", () => {
  const step = (time: number) => ({ time, transaction: "0x01" as const });
  const facts = (change: Partial<ProposalFacts>): ProposalFacts => ({
    proposed: step(10),
    voteStart: 20,
    voteEnd: 100,
    decision: { decided: false, succeeded: false },
    decided: null,
    queued: null,
    eta: null,
    executed: null,
    cancelled: null,
    needsQueuing: true,
    expiry: null,
    ...change,
  });
  const carried = { decided: true, succeeded: true };

  it.each([
    ["is open in its last second", facts({}), 100, null],
    ["ends with its last second", facts({}), 101, { time: 100, outcome: "rejected" }],
    [
      "ends when nothing can change it",
      facts({ decided: step(50), decision: carried }),
      60,
      { time: 50, outcome: "adopted" },
    ],
    [
      "ends when it is cancelled",
      facts({ cancelled: step(15) }),
      60,
      { time: 15, outcome: "cancelled" },
    ],
    [
      "was adopted, whatever stopped it later",
      facts({ decided: step(50), decision: carried, cancelled: step(80) }),
      90,
      { time: 50, outcome: "adopted" },
    ],
  ])("%s", (_, given, time, expected) => {
    expect(closing(given, time)).toEqual(expected);
  });
});

it("counts for each member what it was asked and what it voted", () => {
  const ballot = (code: string, support: "for" | "against" | "abstain" | null) => ({
    account: `0x${code}` as const,
    code,
    support,
  });
  const decisions = [
    { ballots: [ballot("BE", "for"), ballot("FR", null)] },
    { ballots: [ballot("BE", "abstain"), ballot("FR", "against"), ballot("HR", null)] },
  ];
  expect(attendance(decisions)).toEqual([
    { account: "0xBE", code: "BE", asked: 2, voted: 2, for: 1, against: 0, abstain: 1 },
    { account: "0xFR", code: "FR", asked: 2, voted: 1, for: 0, against: 1, abstain: 0 },
    { account: "0xHR", code: "HR", asked: 1, voted: 0, for: 0, against: 0, abstain: 0 },
  ]);
});
