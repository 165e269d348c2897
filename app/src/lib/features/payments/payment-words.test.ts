import { describe, expect, it } from "vitest";

import { disputeDouble, milestoneDouble, paymentDouble, people } from "./payment-double.ts";
import { waitsOf } from "./payment-state.ts";
import { milestoneBadge, paymentSentences, paymentTitle, waitWords } from "./payment-words.ts";

const currency = { isEuro: true, symbol: "EUR", decimals: 0 };
const names = {
  [people.payer]: { name: "Ministry", path: null },
  [people.payee]: { name: "Alpha", path: null },
  [people.operator]: { name: "Agency", path: null },
  [people.arbiter]: { name: "Delta", path: null },
};
const at = (now: number) => ({ currency, names, now });
const epoch = "1 January 1970 at";

describe("paymentSentences", () => {
  it("begin with who pays whom how much", () => {
    expect(paymentTitle(paymentDouble(), at(150))).toBe("€1,000.00 from Ministry to Alpha");
  });

  it("say who can do what until when, and what then", () => {
    expect(paymentSentences(paymentDouble(), at(150))).toEqual([
      `€1,000.00 is held. Agency can capture it for Alpha until ${epoch} 00:03 UTC; after that anybody can send it back to Ministry.`,
    ]);
    expect(paymentSentences(paymentDouble(), at(201))).toEqual([
      `€1,000.00 was not captured by ${epoch} 00:03 UTC. Nobody can capture it any more; anybody can send it back to Ministry.`,
    ]);
  });

  it("count milestones", () => {
    const own = { operator: null, milestones: [milestoneDouble({ amount: 1_000n })] };
    expect(paymentSentences(paymentDouble(own), at(150))[0]).toMatch(/held for 1 milestone\./);
  });

  it("say what silence means in a dispute", () => {
    const payment = paymentDouble({ phase: "disputed", dispute: disputeDouble() });
    expect(paymentSentences(payment, at(150))[0]).toMatch(
      /Delta can decide until .*; if it is silent, Alpha gets €250\.00 and Ministry €750\.00\.$/,
    );
    expect(paymentSentences(payment, at(171))[0]).toMatch(/Anybody can end the dispute/);
  });

  it("tell what went back beside what was captured", () => {
    const payment = paymentDouble({
      held: 0n,
      captured: 600n,
      refundable: 500n,
      returned: 400n,
      refunded: 100n,
    });
    expect(paymentSentences(payment, at(250)).slice(1)).toEqual([
      "€400.00 went back to Ministry without being captured.",
      "€100.00 was given back to Ministry afterwards.",
    ]);
  });

  it("call an account without a name by its address", () => {
    expect(paymentTitle(paymentDouble(), { currency, names: {} })).toMatch(
      /from 0x0000…0001 to 0x0000…0002$/,
    );
  });
});

describe("waitWords", () => {
  it("turn when the time is over", () => {
    const payment = paymentDouble();
    const [wait] = waitsOf(payment, 150);
    if (!wait) throw new Error("Nothing is waited for.");
    expect(waitWords(wait, payment, at(200))).toMatch(/^Agency can capture €1,000\.00\./);
    expect(waitWords(wait, payment, at(201))).toBe("Anybody can send €1,000.00 back to Ministry.");
  });
});

describe("milestoneBadge", () => {
  it.each([
    ["To be delivered", {}, 150],
    ["Rejected, to deliver again", { rejectedFor: "0x01" }, 150],
    ["Delivered, under review", { phase: "delivered", reviewUntil: 160 }, 160],
    ["Accepted by silence, to be paid", { phase: "delivered", reviewUntil: 160 }, 161],
    ["Approved, a second needed", { phase: "approved" }, 150],
    ["Accepted and paid", { phase: "accepted" }, 250],
    ["Accepted by silence and paid", { phase: "accepted", byTime: true }, 250],
    ["Not accepted in time", { phase: "delivered", reviewUntil: 160 }, 201],
  ] as const)("is “%s”", (word, own, now) => {
    expect(milestoneBadge(milestoneDouble(own), paymentDouble(), now).word).toBe(word);
  });

  it("waits while the payment is disputed, whatever the time to capture", () => {
    const payment = paymentDouble({ phase: "disputed", dispute: disputeDouble() });
    expect(milestoneBadge(milestoneDouble(), payment, 250).word).toBe("To be delivered");
  });
});
