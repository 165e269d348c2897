import { describe, expect, it } from "vitest";

import { subscriptionDouble } from "./payment-double.ts";
import { collectable, periodAt, periodCount, periodsAround, subscriptionState } from "./periods.ts";

describe("periodAt", () => {
  it("is a whole period, and a part at the end", () => {
    expect(periodAt(subscriptionDouble(), 1, 1_012)).toEqual({
      index: 1,
      opensAt: 1_010,
      endsAt: 1_020,
      closesAt: 1_035,
      share: 100n,
      collected: 0n,
      state: "open",
    });
    expect(periodAt(subscriptionDouble(), 3, 1_012)).toMatchObject({
      endsAt: 1_035,
      share: 50n,
      state: "ahead",
    });
  });

  it("closes with the grace", () => {
    expect(periodAt(subscriptionDouble(), 0, 1_024).state).toBe("open");
    expect(periodAt(subscriptionDouble(), 0, 1_025).state).toBe("closed");
  });

  it("is collected in parts", () => {
    const periods = [{ index: 0, collected: 60n, collectedAt: 1_005 }];
    expect(collectable(periodAt(subscriptionDouble({ periods }), 0, 1_006))).toBe(40n);
    expect(collectable(periodAt(subscriptionDouble({ periods }), 0, 1_030))).toBe(0n);
    // What was cancelled afterwards leaves less than was collected.
    const cut = periodAt(subscriptionDouble({ periods, end: 1_005 }), 0, 1_006);
    expect(cut).toMatchObject({ share: 50n, state: "collected" });
    expect(collectable(cut)).toBe(0n);
  });
});

describe("periodsAround", () => {
  const indexes = (...args: Parameters<typeof periodsAround>) =>
    periodsAround(...args).map(({ index }) => index);

  it("begins with the next one", () => {
    expect(indexes(subscriptionDouble(), 1_012)).toEqual([2, 1, 0]);
    expect(indexes(subscriptionDouble(), 900)).toEqual([0]);
    expect(indexes(subscriptionDouble(), 5_000)).toEqual([3, 2, 1, 0]);
  });

  it("shows no more than asked for, of however many there are", () => {
    const long = subscriptionDouble({ period: 1, end: 300_000_000 });
    expect(indexes(long, 100_000, 3)).toEqual([99_001, 99_000, 98_999]);
  });

  it("is empty where it was cancelled before it began", () => {
    const never = subscriptionDouble({ end: 995 });
    expect(periodCount(never)).toBe(0);
    expect(indexes(never, 1_012)).toEqual([]);
  });

  it("counts a part as a period", () => {
    expect(periodCount(subscriptionDouble())).toBe(4);
    expect(periodCount(subscriptionDouble({ end: 1_030 }))).toBe(3);
  });
});

describe("subscriptionState", () => {
  it.each([
    ["ahead", {}, 999],
    ["active", {}, 1_034],
    ["closing", {}, 1_049],
    ["over", {}, 1_050],
    ["over", { end: 995 }, 996],
  ] as const)("is %s", (state, own, now) => {
    expect(subscriptionState(subscriptionDouble(own), now)).toBe(state);
  });
});
