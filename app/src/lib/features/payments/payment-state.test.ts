import { describe, expect, it } from "vitest";

import type { PaymentEvent } from "#lib/index/payments.ts";

import { disputeDouble, milestoneDouble, paymentDouble, people } from "./payment-double.ts";
import { diagramOf, isOver, paymentState, waitsOf } from "./payment-state.ts";

describe("paymentState", () => {
  const captured = { held: 0n, captured: 1_000n, refundable: 1_000n };
  const disputed = { phase: "disputed", dispute: disputeDouble() } as const;

  it.each([
    ["authorised", {}, 200],
    ["overdue", {}, 201],
    ["part", { held: 600n, captured: 400n, refundable: 400n }, 200],
    ["overdue", { held: 600n, captured: 400n, refundable: 400n }, 201],
    ["disputed", disputed, 170],
    ["undecided", disputed, 171],
    // A dispute outlives the time to capture.
    ["disputed", { ...disputed, dispute: disputeDouble({ decideBy: 250 }) }, 230],
    ["captured", captured, 300],
    ["closed", captured, 301],
    ["refunded", { ...captured, refundable: 0n, refunded: 1_000n }, 150],
    ["returned", { held: 0n, returned: 1_000n }, 150],
  ] as const)("is %s", (state, own, now) => {
    expect(paymentState(paymentDouble(own), now)).toBe(state);
  });

  it("is over where nothing moves any more", () => {
    expect((["closed", "refunded", "returned"] as const).every(isOver)).toBe(true);
    expect((["authorised", "overdue", "undecided", "captured"] as const).some(isOver)).toBe(false);
  });
});

describe("waitsOf", () => {
  it("waits for the operator", () => {
    expect(waitsOf(paymentDouble(), 150)).toEqual([{ for: "capture", until: 200, held: 1_000n }]);
  });

  it("still says since when what is overdue can be reclaimed", () => {
    expect(waitsOf(paymentDouble(), 250)).toEqual([{ for: "capture", until: 200, held: 1_000n }]);
  });

  it("puts what ends first first", () => {
    const payment = paymentDouble({
      operator: null,
      held: 600n,
      captured: 400n,
      refundable: 400n,
      milestones: [
        milestoneDouble({ phase: "accepted", reviewUntil: 160 }),
        milestoneDouble({ index: 1, amount: 500n, phase: "approved", reviewUntil: 180 }),
        milestoneDouble({ index: 2, amount: 100n, phase: "delivered" }),
      ],
    });
    expect(waitsOf(payment, 150)).toEqual([
      { for: "review", milestone: 1, until: 180, amount: 500n },
      { for: "milestones", until: 200, held: 600n },
      { for: "refund", until: 300, refundable: 400n },
    ]);
    // Nobody can have a milestone paid after the time to capture.
    expect(waitsOf(payment, 201).map((wait) => wait.for)).toEqual(["milestones", "refund"]);
  });

  it("says what the silence of the arbiter gives, rounded as the escrow does", () => {
    const payment = paymentDouble({
      phase: "disputed",
      held: 333n,
      silence: 3_333,
      dispute: disputeDouble(),
    });
    expect(waitsOf(payment, 150)).toEqual([
      { for: "arbiter", until: 170, payee: 110n, payer: 223n },
    ]);
  });

  it("waits for nothing at the end", () => {
    const payment = paymentDouble({ held: 0n, captured: 1_000n, refundable: 1_000n });
    expect(waitsOf(payment, 300)).toHaveLength(1);
    expect(waitsOf(payment, 301)).toEqual([]);
    expect(waitsOf(paymentDouble({ held: 0n, returned: 1_000n }), 150)).toEqual([]);
  });
});

describe("diagramOf", () => {
  const said = { id: "0x01", ordinal: 1n, timestamp: 1, transaction: "0x01" } as const;
  const actor = people.stranger;
  const authorised: PaymentEvent = {
    ...said,
    __typename: "PaymentAuthorised",
    actor,
    amount: 1_000n,
  };
  const capture = (held: bigint): PaymentEvent => ({
    ...said,
    __typename: "PaymentCaptured",
    actor,
    amount: 1n,
    fee: 0n,
    invoice: null,
    accepted: null,
    held,
    refundable: 1n,
  });
  const opened: PaymentEvent = {
    ...said,
    __typename: "DisputeOpened",
    actor,
    evidence: "0x01",
    decideBy: 170,
  };
  const settled = (payeeAmount: bigint): PaymentEvent => ({
    ...said,
    __typename: "DisputeSettled",
    actor,
    outcome: "decision",
    payeeAmount,
    payerAmount: 1n,
    fee: 0n,
    document: null,
    refundable: payeeAmount,
  });
  const reclaimed: PaymentEvent = { ...said, __typename: "PaymentReclaimed", actor, amount: 1n };
  const voided: PaymentEvent = { ...said, __typename: "PaymentVoided", actor, amount: 1n };

  it("begins with all that can come", () => {
    expect(diagramOf(paymentDouble(), [authorised], 150)).toEqual({
      present: "authorised",
      path: ["authorised"],
      next: ["part", "captured", "disputed", "overdue", "returned"],
    });
  });

  it("offers no dispute without an arbiter, and no second one", () => {
    const without = diagramOf(paymentDouble({ arbiter: null }), [authorised], 150);
    expect(without.next).not.toContain("disputed");
    const again = paymentDouble({ dispute: disputeDouble({ endedAt: 160 }) });
    expect(diagramOf(again, [authorised], 165).next).not.toContain("disputed");
  });

  it("reaches each box once while it stands there", () => {
    const payment = paymentDouble({ held: 600n, captured: 400n, refundable: 400n });
    const { path, next } = diagramOf(payment, [authorised, capture(800n), capture(600n)], 150);
    expect(path).toEqual(["authorised", "part"]);
    expect(next).toEqual(["captured", "disputed", "overdue"]);
  });

  it("tells by the clock what no event says", () => {
    expect(diagramOf(paymentDouble(), [authorised], 201)).toEqual({
      present: "overdue",
      path: ["authorised", "overdue"],
      next: ["returned"],
    });
    const captured = paymentDouble({ held: 0n, captured: 1_000n, refundable: 1_000n });
    expect(diagramOf(captured, [authorised, capture(0n)], 301)).toEqual({
      present: "closed",
      path: ["authorised", "captured", "closed"],
      next: [],
    });
  });

  it("follows a dispute to its end", () => {
    const held = { phase: "disputed", dispute: disputeDouble() } as const;
    expect(diagramOf(paymentDouble(held), [authorised, opened], 171)).toEqual({
      present: "disputed",
      path: ["authorised", "disputed"],
      next: ["captured", "returned"],
    });
    const won = paymentDouble({ held: 0n, captured: 600n, refundable: 600n, returned: 400n });
    expect(diagramOf(won, [authorised, opened, settled(600n)], 180).path).toEqual([
      "authorised",
      "disputed",
      "captured",
    ]);
    const lost = paymentDouble({ held: 0n, returned: 1_000n });
    expect(diagramOf(lost, [authorised, opened, settled(0n)], 180).path).toEqual([
      "authorised",
      "disputed",
      "returned",
    ]);
  });

  it("goes past overdue where it was reclaimed, and not where it was voided", () => {
    const back = paymentDouble({ held: 0n, returned: 1_000n });
    expect(diagramOf(back, [authorised, reclaimed], 250).path).toEqual([
      "authorised",
      "overdue",
      "returned",
    ]);
    expect(diagramOf(back, [authorised, voided], 150).path).toEqual(["authorised", "returned"]);
    const rest = paymentDouble({ held: 0n, captured: 400n, refundable: 400n, returned: 600n });
    expect(diagramOf(rest, [authorised, capture(600n), reclaimed], 250).path).toEqual([
      "authorised",
      "part",
      "overdue",
      "captured",
    ]);
  });
});
