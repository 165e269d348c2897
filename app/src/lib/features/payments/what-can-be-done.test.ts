import { describe, expect, it } from "vitest";

import type { Payment } from "#lib/index/payments.ts";

import {
  arbiter,
  byMilestone,
  disputed,
  official,
  operator,
  payee,
  payer,
  payment,
  second,
  stranger,
} from "./euro-payment-double.ts";
import { afterFee, isFirstOfTwo, whatCanBeDone } from "./what-can-be-done.ts";

const viewerOf = (account: string | null) => ({ account, onRightChain: account !== null });
/** What an account can do now. */
const can = (of: Payment, account: string, now = 200) =>
  whatCanBeDone(of, viewerOf(account), now)
    .filter((one) => one.can)
    .map(({ action }) => action);
/** What can be done by anybody at any time from now on. */
const all = (of: Payment, now = 200) =>
  whatCanBeDone(of, viewerOf(null), now).map(({ action }) => action);
const one = (of: Payment, action: string, now = 200) =>
  whatCanBeDone(of, viewerOf(null), now).find((found) => found.action === action);

describe("an authorised payment", () => {
  it("is the operator's to capture in time, and given back by its side", () => {
    expect(can(payment(), operator)).toEqual(["capture", "void"]);
    expect(can(payment(), payee)).toEqual(["void", "open-dispute"]);
    expect(can(payment(), payer)).toEqual(["open-dispute"]);
    expect(can(payment(), stranger)).toEqual([]);
    expect(one(payment(), "capture")).toMatchObject({ who: [operator], until: 1_000 });
    expect(can(payment(), operator, 1_000)).toEqual(["capture", "void"]);
  });

  it("is not given back by a payer that captures", () => {
    const own = payment({ operator: payer });
    expect(can(own, payer)).toEqual(["capture", "open-dispute"]);
    expect(one(own, "void")).toMatchObject({ who: [payee] });
  });

  it("goes back by anybody after its time, and not before", () => {
    expect(one(payment(), "reclaim")).toMatchObject({ who: null, after: 1_000, can: false });
    expect(can(payment(), stranger, 1_000)).toEqual([]);
    expect(can(payment(), stranger, 1_001)).toEqual(["reclaim"]);
    expect(one(payment(), "reclaim", 1_001)).toMatchObject({ after: null });
    expect(all(payment(), 1_001)).toEqual(["void", "reclaim"]);
  });

  it("is refunded until its last second", () => {
    const captured = payment({ held: 0n, refundable: 5n });
    expect(can(captured, payee, 2_000)).toEqual(["refund"]);
    expect(can(captured, operator, 2_000)).toEqual(["refund"]);
    expect(can(captured, payer, 2_000)).toEqual([]);
    expect(all(captured, 2_001)).toEqual([]);
  });

  it("is disputed once, and only where an arbiter is named", () => {
    expect(all(payment({ arbiter: null }))).not.toContain("open-dispute");
    expect(all(payment({ dispute: disputed({ endedAt: 5 }).dispute }))).not.toContain(
      "open-dispute",
    );
  });

  it("lets nobody do anything on another chain", () => {
    const elsewhere = whatCanBeDone(payment(), { account: operator, onRightChain: false }, 200);
    expect(elsewhere.some((found) => found.can)).toBe(false);
  });

  it("is named by checksummed accounts, too", () => {
    expect(can(payment(), operator.toUpperCase().replace("X", "x"))).toContain("capture");
  });
});

describe("a milestone", () => {
  it("is delivered while its review can still end, and accepted without", () => {
    expect(can(byMilestone(), payee)).toEqual(["deliver", "void", "open-dispute"]);
    expect(can(byMilestone(), official)).toEqual(["accept"]);
    // Second 899 and 100 seconds of review end before second 1,000.
    expect(can(byMilestone(), payee, 899)).toContain("deliver");
    expect(can(byMilestone(), payee, 900)).not.toContain("deliver");
    expect(can(byMilestone(), official, 1_001)).toEqual(["reclaim"]);
  });

  it("that is delivered is accepted, rejected in time, or paid by silence", () => {
    const delivered = byMilestone({ phase: "delivered", reviewUntil: 300 });
    expect(can(delivered, official)).toEqual(["accept", "reject"]);
    expect(can(delivered, official, 300)).toEqual(["accept", "reject"]);
    expect(can(delivered, official, 301)).toEqual(["accept", "accept-by-time"]);
    expect(can(delivered, stranger, 300)).toEqual([]);
    expect(can(delivered, stranger, 301)).toEqual(["accept-by-time"]);
    const never = byMilestone({ phase: "delivered", reviewUntil: null });
    expect(all(never)).not.toContain("accept-by-time");
    expect(one(never, "reject")).toMatchObject({ until: 1_000 });
  });

  it("that one official approved needs another one, and any of them rejects it", () => {
    const approved = byMilestone({ phase: "approved", official });
    expect(can(approved, official)).toEqual(["reject"]);
    expect(can(approved, second)).toEqual(["accept", "reject"]);
  });

  it("counts as the first of two above the bound alone", () => {
    expect(isFirstOfTwo(byMilestone(), 0)).toBe(true);
    expect(isFirstOfTwo(byMilestone({ phase: "approved" }), 0)).toBe(false);
    expect(isFirstOfTwo(byMilestone({ amount: 50_000_000n }), 0)).toBe(false);
  });

  it("that is paid is over", () => {
    const paid = { ...byMilestone({ phase: "accepted" }), held: 0n };
    expect(all(paid)).toEqual([]);
  });
});

describe("a dispute", () => {
  it("leaves offers to the parties and the decision to the arbiter", () => {
    expect(can(disputed(), payer)).toEqual(["offer-settlement"]);
    expect(can(disputed(), payee)).toEqual(["offer-settlement", "void"]);
    expect(can(disputed(), arbiter, 500)).toEqual(["decide"]);
    expect(can(disputed(), operator)).toEqual(["void"]);
    expect(all(disputed())).not.toContain("capture");
  });

  it("is settled by the party that did not offer", () => {
    const offered = disputed({ offer: 5n, offeredBy: payer });
    expect(can(offered, payee)).toContain("accept-settlement");
    expect(can(offered, payer)).not.toContain("accept-settlement");
    expect(can(disputed({ offer: 0n, offeredBy: payee }), payer)).toContain("accept-settlement");
  });

  it("is ended by anybody once the arbiter's time is over", () => {
    expect(can(disputed(), stranger, 500)).toEqual([]);
    expect(can(disputed(), stranger, 501)).toEqual(["end-dispute"]);
    expect(can(disputed(), arbiter, 501)).toEqual(["end-dispute"]);
  });
});

it("the fee is rounded down", () => {
  expect(afterFee(999n, 100)).toEqual({ net: 990n, fee: 9n });
});
