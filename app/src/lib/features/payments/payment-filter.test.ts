import { describe, expect, it } from "vitest";

import {
  filterPath,
  listedStates,
  paymentWhere,
  readFilter,
  streamWhere,
  subscriptionWhere,
} from "./payment-filter.ts";

const party = `0x${"Ab".repeat(20)}`;
const small = party.toLowerCase();

describe("the filter of a list", () => {
  it("stands in the address", () => {
    const filter = { state: "overdue", party, page: 3 } as const;
    const path = filterPath("/payments", filter);
    expect(path).toBe(`/payments?state=overdue&party=${party}&page=3`);
    expect(readFilter(new URL(path, "http://host").searchParams, listedStates)).toEqual(filter);
  });

  it("leaves out what is as usual, and what it does not know", () => {
    const params = new URLSearchParams("state=lost&page=-4&party=%20");
    const filter = readFilter(params, listedStates);
    expect(filter).toEqual({ state: null, party: "", page: 1 });
    expect(filterPath("/payments", filter)).toBe("/payments");
  });
});

describe("paymentWhere", () => {
  it("asks for all", () => {
    expect(paymentWhere({ state: null, party: "" }, 5)).toEqual({});
    // No address is nobody's: the page says that it is wrong.
    expect(paymentWhere({ state: null, party: "BE" }, 5)).toEqual({});
  });

  it("asks by state and clock", () => {
    expect(paymentWhere({ state: "overdue", party: "" }, 5)).toEqual({
      phase: "OPEN",
      held_gt: "0",
      captureBy_lt: "5",
    });
  });

  it("puts the state into every branch of a party", () => {
    const { or } = paymentWhere({ state: "over", party }, 5) as { or: object[] };
    expect(or).toHaveLength(12);
    expect(or).toContainEqual({ held: "0", refundable: "0", payer: small });
    expect(or).toContainEqual({
      held: "0",
      refundable_gt: "0",
      refundBy_lt: "5",
      shares_: { payee: small },
    });
  });
});

describe("streams and subscriptions", () => {
  it("are asked for by status and by their parties", () => {
    expect(streamWhere({ state: "paused", party: "" })).toEqual({ status: "PAUSED" });
    expect(streamWhere({ state: null, party })).toEqual({
      or: [{ payer: small }, { payee: small }],
    });
    expect(subscriptionWhere({ state: "active", party: "" }, 5)).toEqual({ end_gt: "5" });
    expect(subscriptionWhere({ state: "over", party }, 5)).toEqual({
      or: [
        { end_lte: "5", payer: small },
        { end_lte: "5", payee: small },
      ],
    });
  });
});
