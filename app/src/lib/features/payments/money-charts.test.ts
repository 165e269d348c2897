import { describe, expect, it } from "vitest";

import {
  ageing,
  barLength,
  heldByToken,
  obligationsByDay,
  owedByToken,
  shareOf,
  volumeDays,
  volumesByDay,
  volumesFrom,
} from "./money-charts.ts";
import { paymentId, people } from "./payment-double.ts";

const day = 86_400;
const { token, contract, stranger: other } = people;

describe("volumesByDay", () => {
  const now = 100 * day + 7;
  const moved = {
    contract,
    token,
    authorised: 0n,
    captured: 0n,
    returned: 0n,
    refunded: 0n,
    fees: 0n,
  };

  it("has every day, and sums contracts", () => {
    const [first, ...rest] = volumesByDay(
      [
        { ...moved, timestamp: 100 * day * 1e6, authorised: 5n },
        { ...moved, timestamp: 100 * day * 1e6, contract: other, authorised: 2n, fees: 1n },
        { ...moved, timestamp: 73 * day * 1e6, captured: 9n, returned: 1n, refunded: 3n },
      ],
      now,
    );
    expect(rest).toEqual([]);
    expect(first?.token).toBe(token);
    expect(first?.days).toHaveLength(volumeDays);
    expect(first?.days[0]).toEqual({
      day: 73 * day,
      authorised: 0n,
      captured: 9n,
      back: 4n,
      fees: 0n,
    });
    expect(first?.days.at(-1)).toMatchObject({ day: 100 * day, authorised: 7n, fees: 1n });
  });

  it("tells tokens apart, and leaves out what is older", () => {
    const found = volumesByDay(
      [
        { ...moved, timestamp: 100 * day * 1e6, authorised: 5n },
        { ...moved, timestamp: 100 * day * 1e6, token: other, authorised: 6n },
        { ...moved, timestamp: 72 * day * 1e6, authorised: 8n },
      ],
      now,
    );
    expect(
      found.map((one) => one.days.reduce((sum, { authorised }) => sum + authorised, 0n)),
    ).toEqual([5n, 6n]);
    expect(volumesFrom(now)).toBe(73 * day);
  });
});

describe("ageing", () => {
  const now = 1_000 * day;
  const open = (held: bigint, overdue: number, phase: "open" | "disputed" = "open") => ({
    id: paymentId,
    token,
    held,
    authorisedAt: 0,
    captureBy: now - overdue,
    phase,
  });

  it("groups by how long the time to capture is over", () => {
    const [found] = ageing(
      [
        open(1n, 0),
        open(2n, 1),
        open(4n, 30 * day),
        open(8n, 30 * day + 1),
        open(16n, 90 * day + 1),
        open(32n, 180 * day + 1),
        open(64n, 900 * day, "disputed"),
      ],
      now,
    );
    expect(found?.groups).toEqual([
      { age: "disputed", count: 1, held: 64n },
      { age: "due", count: 1, held: 1n },
      { age: "month", count: 2, held: 6n },
      { age: "quarter", count: 1, held: 8n },
      { age: "half", count: 1, held: 16n },
      { age: "older", count: 1, held: 32n },
    ]);
  });

  it("sums each token by itself", () => {
    const ages = ageing([open(1n, 0), { ...open(2n, 5), token: other }, open(4n, 9)], now);
    expect(heldByToken(ages)).toEqual([
      { token, held: 5n },
      { token: other, held: 2n },
    ]);
  });
});

describe("owedByToken", () => {
  it("leaves out who owes nothing", () => {
    const owed = { id: paymentId, contract, token, held: 3n, claimable: 1n, obligations: 4n };
    const nothing = { ...owed, contract: other, held: 0n, claimable: 0n, obligations: 0n };
    expect(owedByToken([owed, nothing])).toEqual([{ token, owed: [owed] }]);
  });
});

describe("obligationsByDay", () => {
  const now = 100 * day + 7;
  const first = 73 * day;
  const owed = (id: string, held: bigint, claimable = 0n, ofToken = token) => ({
    id: id as `0x${string}`,
    contract,
    token: ofToken,
    held,
    claimable,
    obligations: held + claimable,
  });
  const level = (custody: string, onDay: number, held: bigint, claimable = 0n) => ({
    timestamp: onDay * day * 1e6,
    custody: custody as `0x${string}`,
    held,
    claimable,
  });
  const heldOf = (days: readonly { held: bigint }[]) => days.map(({ held }) => held);

  it("has every day, and keeps a level until it changes", () => {
    const [found, ...rest] = obligationsByDay(
      [owed("0xa", 3n, 1n)],
      [level("0xa", 100, 3n, 1n), level("0xa", 98, 5n)],
      [level("0xa", 70, 9n)],
      now,
    );
    expect(rest).toEqual([]);
    expect(found?.days).toHaveLength(volumeDays);
    expect(found?.days[0]).toEqual({ day: first, held: 9n, claimable: 0n });
    expect(heldOf(found?.days.slice(-4) ?? [])).toEqual([9n, 5n, 5n, 3n]);
    expect(found?.days.at(-1)?.claimable).toBe(1n);
  });

  it("begins with nothing where there was nothing before", () => {
    const [found] = obligationsByDay([owed("0xa", 3n)], [level("0xa", 99, 3n)], [], now);
    expect(heldOf(found?.days.slice(-3) ?? [])).toEqual([0n, 3n, 3n]);
  });

  it("sums contracts, one of which has not changed for long, and tells tokens apart", () => {
    const found = obligationsByDay(
      [owed("0xa", 2n), owed("0xb", 40n), owed("0xc", 7n, 0n, other), owed("0xd", 0n)],
      [level("0xa", 100, 2n)],
      [level("0xa", 1, 1n)],
      now,
    );
    expect(found.map(({ token: one }) => one)).toEqual([token, other]);
    expect(heldOf(found[0]?.days.slice(-2) ?? [])).toEqual([41n, 42n]);
    expect(found[1]?.days.every(({ held }) => held === 7n)).toBe(true);
  });

  it("leaves out tokens in which nothing was owed", () => {
    expect(obligationsByDay([owed("0xa", 0n)], [], [], now)).toEqual([]);
    const past = obligationsByDay(
      [owed("0xa", 0n)],
      [level("0xa", 90, 0n)],
      [level("0xa", 1, 4n)],
      now,
    );
    expect(past).toHaveLength(1);
  });
});

describe("lengths", () => {
  it("follow the largest amount, and show the smallest", () => {
    expect(barLength(10n ** 30n, 10n ** 30n, 140)).toBe(140);
    expect(barLength(5n * 10n ** 29n, 10n ** 30n, 140)).toBe(70);
    expect(barLength(1n, 10n ** 30n, 140)).toBe(1);
    expect(barLength(0n, 0n, 140)).toBe(0);
    expect(shareOf(1n, 4n)).toBe(0.25);
    expect(shareOf(0n, 0n)).toBe(0);
  });
});
