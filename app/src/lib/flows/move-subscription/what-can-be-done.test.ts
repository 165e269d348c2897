import { describe, expect, it } from "vitest";

import { payee, payer, stranger } from "#lib/features/payments/euro-payment-double.ts";

import { openPeriods, whatCanBeDone } from "./what-can-be-done.ts";

/** Periods of 100 seconds from second 1,000 to 1,350, each open for 50 seconds more. */
const subscription = {
  status: "active" as "active" | "cancelled",
  payer,
  payee,
  amountPerPeriod: 1_000n,
  period: 100,
  from: 1_000,
  end: 1_350,
  grace: 50,
  periods: [] as { index: number; collected: bigint; collectedAt: number }[],
};
const indices = (now: number, changes: Partial<typeof subscription> = {}) =>
  openPeriods({ ...subscription, ...changes }, now).map(({ index }) => index);
const can = (account: string, now: number, changes: Partial<typeof subscription> = {}) =>
  whatCanBeDone({ ...subscription, ...changes }, { account, onRightChain: true }, now)
    .filter((one) => one.can)
    .map(({ action }) => action);

describe("open periods", () => {
  it("begin with the period and lapse after the grace", () => {
    expect(indices(999)).toEqual([]);
    expect(indices(1_000)).toEqual([0]);
    expect(indices(1_149)).toEqual([0, 1]);
    expect(indices(1_150)).toEqual([1]);
  });

  it("end with the subscription, the last one by the second", () => {
    expect(openPeriods(subscription, 1_340)).toEqual([
      { index: 2, from: 1_200, until: 1_300, left: 1_000n },
      { index: 3, from: 1_300, until: 1_350, left: 500n },
    ]);
    expect(indices(1_399)).toEqual([3]);
    expect(indices(1_400)).toEqual([]);
  });

  it("leave out what was collected", () => {
    const some = [{ index: 0, collected: 400n, collectedAt: 1 }];
    expect(openPeriods({ ...subscription, periods: some }, 1_000)).toMatchObject([{ left: 600n }]);
    expect(indices(1_000, { periods: [{ index: 0, collected: 1_000n, collectedAt: 1 }] })).toEqual(
      [],
    );
    // A cancellation can leave less than was collected.
    expect(indices(1_020, { end: 1_010, periods: some })).toEqual([]);
  });
});

describe("a subscription", () => {
  it("is collected by the payee, and cancelled by both", () => {
    expect(can(payee, 1_000)).toEqual(["collect", "cancel"]);
    expect(can(payer, 1_000)).toEqual(["cancel"]);
    expect(can(stranger, 1_000)).toEqual([]);
  });

  it("says when the next period can be collected", () => {
    const viewer = { account: payee, onRightChain: true };
    const periods = [{ index: 0, collected: 1_000n, collectedAt: 1 }];
    const [next] = whatCanBeDone({ ...subscription, periods }, viewer, 1_000);
    expect(next).toMatchObject({ action: "collect", after: 1_099, can: false });
    const [first] = whatCanBeDone(subscription, viewer, 10);
    expect(first).toMatchObject({ action: "collect", after: 999 });
  });

  it("that is cancelled can be collected for until then", () => {
    const cancelled = { status: "cancelled", end: 1_010 } as const;
    expect(can(payee, 1_020, cancelled)).toEqual(["collect"]);
    expect(can(payer, 1_020, cancelled)).toEqual([]);
  });
});
