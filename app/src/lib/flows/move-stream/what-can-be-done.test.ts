import { describe, expect, it } from "vitest";

import { payee, payer, stranger } from "#lib/features/payments/euro-payment-double.ts";

import { whatCanBeDone } from "./what-can-be-done.ts";

const can = (status: "running" | "paused" | "ended", account: string, now = 10) => {
  const viewer = { account, onRightChain: true };
  return whatCanBeDone({ status, payer, payee, until: 100 }, viewer, now)
    .filter((one) => one.can)
    .map(({ action }) => action);
};

describe("a stream", () => {
  it("is paid out and topped up by anybody, and led by its payer", () => {
    expect(can("running", stranger)).toEqual(["withdraw", "top-up"]);
    expect(can("running", payer)).toEqual(["withdraw", "top-up", "pause", "end"]);
    expect(can("paused", payer)).toEqual(["withdraw", "top-up", "resume", "end"]);
    expect(can("running", payee)).toEqual(["withdraw", "top-up", "end"]);
  });

  it("is ended by anybody once its time is over", () => {
    expect(can("running", stranger, 99)).not.toContain("end");
    expect(can("running", stranger, 100)).toEqual(["withdraw", "end"]);
    expect(can("paused", payer, 100)).toEqual(["withdraw", "end"]);
  });

  it("that has ended is over", () => {
    expect(can("ended", payer)).toEqual([]);
  });
});
