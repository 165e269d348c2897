import { describe, expect, it } from "vitest";

import { paymentActs, paymentsToActOn } from "./payment-acts.ts";
import { disputeDouble, milestoneDouble, paymentDouble, people } from "./payment-double.ts";

const { payer, payee, operator, arbiter, official, second, stranger } = people;

describe("paymentActs", () => {
  it("lets the operator capture in time, and the payer reclaim afterwards", () => {
    expect(paymentActs(paymentDouble(), operator, 200)).toEqual(["capture"]);
    expect(paymentActs(paymentDouble(), operator, 201)).toEqual([]);
    expect(paymentActs(paymentDouble(), payer, 200)).toEqual([]);
    expect(paymentActs(paymentDouble(), payer, 201)).toEqual(["reclaim"]);
    expect(paymentActs(paymentDouble(), stranger, 201)).toEqual([]);
  });

  it("knows an account in capital letters", () => {
    const capital = operator.replace("0x", "").toUpperCase();
    expect(paymentActs(paymentDouble(), `0x${capital}`, 200)).toEqual(["capture"]);
  });

  const milestones = {
    operator: null,
    officials: [official, second],
    milestones: [
      milestoneDouble({ phase: "approved", official, reviewUntil: 160 }),
      milestoneDouble({ index: 1 }),
    ],
    review: 20,
  };

  it("asks the second official alone for the second approval", () => {
    expect(paymentActs(paymentDouble(milestones), official, 150)).toEqual([]);
    expect(paymentActs(paymentDouble(milestones), second, 150)).toEqual(["review"]);
  });

  it("lets the payee deliver while a review still fits, and take what silence accepted", () => {
    expect(paymentActs(paymentDouble(milestones), payee, 160)).toEqual(["deliver"]);
    expect(paymentActs(paymentDouble(milestones), payee, 161)).toEqual(["take", "deliver"]);
    expect(paymentActs(paymentDouble(milestones), payee, 179)).toEqual(["take", "deliver"]);
    expect(paymentActs(paymentDouble(milestones), payee, 180)).toEqual(["take"]);
    expect(paymentActs(paymentDouble(milestones), payee, 201)).toEqual([]);
  });

  it("leads through a dispute", () => {
    const dispute = disputeDouble({ offer: 300n, offeredBy: payee });
    const payment = paymentDouble({ phase: "disputed", dispute });
    expect(paymentActs(payment, arbiter, 170)).toEqual(["decide"]);
    expect(paymentActs(payment, payer, 170)).toEqual(["answer"]);
    expect(paymentActs(payment, payee, 170)).toEqual([]);
    expect(paymentActs(payment, arbiter, 171)).toEqual([]);
    expect(paymentActs(payment, payee, 171)).toEqual(["end"]);
    // What is disputed is not overdue, and an offer can be accepted as long as nobody ended the dispute.
    expect(paymentActs(payment, payer, 250)).toEqual(["answer", "end"]);
  });

  it("has nothing where nothing is held", () => {
    const captured = paymentDouble({ held: 0n, captured: 1_000n, refundable: 1_000n });
    for (const account of Object.values(people))
      expect(paymentActs(captured, account, 150)).toEqual([]);
  });
});

describe("paymentsToActOn", () => {
  it("asks in small letters, by role and time", () => {
    const { or } = paymentsToActOn("0xABcd", 150) as { or: Record<string, unknown>[] };
    expect(or).toContainEqual({
      phase: "OPEN",
      held_gt: "0",
      captureBy_gte: "150",
      officials_contains: ["0xabcd"],
    });
    expect(or).toContainEqual({
      phase: "OPEN",
      held_gt: "0",
      captureBy_lt: "150",
      payer: "0xabcd",
    });
    expect(or).toContainEqual({ phase: "DISPUTED", arbiter: "0xabcd" });
  });
});
