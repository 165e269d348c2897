import { describe, expect, it } from "vitest";

import { formatEuro } from "#lib/ui/format.ts";

import { consequencesOf, mostOfSubscription } from "./consequences.ts";
import {
  arbiter,
  context,
  draft,
  official,
  payee,
  payer,
  second,
  treasury,
} from "./draft-double.ts";
import { makeAgreement } from "./make-agreement.ts";
import type { PaymentDraft, PaymentKind } from "./payment-draft.ts";

const names: Record<string, string> = {
  [payer]: "P",
  [payee]: "Q",
  [arbiter]: "A",
  [official]: "O1",
  [second]: "O2",
  [treasury]: "T",
};

function words(kind: PaymentKind, changes: Partial<PaymentDraft> = {}): Record<string, string> {
  const filled = draft(kind, changes);
  const made = makeAgreement(filled, context);
  if (!made.made) throw new Error(JSON.stringify(made.problems.map(({ field }) => field)));
  const found = consequencesOf(made.agreement, filled.funding, made.bringBy, {
    account: (account) => names[account] ?? account,
    money: (units) => formatEuro(units, 6),
    feeReceiver: treasury,
    node: (id) => `node ${id.slice(0, 4)}`,
  });
  return Object.fromEntries(found.map(({ about, sentences }) => [about, sentences.join(" ")]));
}

describe("what follows from a payment", () => {
  it("says what leaves, who takes, until when, and that the rest comes back", () => {
    const said = words("one-off");
    expect(said["now"]).toContain("€1,000.00 leave the account of P as soon as you send this");
    expect(said["taking"]).toContain(
      "Q alone can take it: up to €1,000.00, at once or in parts, until 31 January 2030",
    );
    expect(words("one-off", { capturer: "payer" })["taking"]).toContain("P alone can have Q paid");
    expect(said["dispute"]).toContain("nobody can stop a payment");
    expect(said["silence"]).toContain("from then on anybody can send it back to P");
    expect(said["silence"]).toContain("ends by itself on 1 April 2030");
    expect(said["fee"]).toBe(
      "0.1% of what is paid go to T: €1.00 of €1,000.00. The payee bears it.",
    );
  });

  it("says that a signature moves nothing until somebody brings it", () => {
    const said = words("one-off", { funding: "signature", bringBy: "2030-01-05T10:00" });
    expect(said["now"]).toContain("Nothing leaves the account of P by signing.");
    expect(said["now"]).toContain(
      "Anybody who has the signature can bring it until 5 January 2030",
    );
    expect(said["silence"]).toContain("it is worth nothing");
    const atOnce = words("one-off", {
      funding: "signature",
      moment: "at-once",
      bringBy: "2030-01-05T10:00",
    });
    expect(atOnce["now"]).toContain("Q alone can bring it");
    expect(atOnce).not.toHaveProperty("dispute");
  });

  it("says that what is paid at once comes back by the payee alone", () => {
    const said = words("one-off", { moment: "at-once" });
    expect(said["now"]).toContain("reach Q at once. Only Q can give them back.");
  });

  it("says who accepts which milestones, and what silence means", () => {
    const said = words("milestones", { arbiter, silence: "25", arbitration: "10" });
    expect(said["taking"]).toContain(
      "2 milestones of €400.00 and €600.00: each when O1 or O2 accepts it",
    );
    expect(said["taking"]).toContain("One milestone is above €500.00: two different officials");
    expect(said["taking"]).toContain("officials have 14 days to reject it");
    expect(said["dispute"]).toContain("A decides within 10 days");
    expect(said["dispute"]).toContain("Q gets 25% of it and P 75%");
    expect(words("milestones", { review: "" })["taking"]).toContain("Silence accepts nothing");
  });

  it("says who shares", () => {
    expect(words("one-off", { shares: `${payee} 75\n${second} 25` })["taking"]).toContain(
      "What is paid is divided after the fee: Q 75% and O2 25%.",
    );
  });
});

describe("what follows from a stream", () => {
  it("says the rate, the most, and who can end it", () => {
    const said = words("stream", { amount: "10", until: "2030-01-02T12:00", deposit: "100" });
    expect(said["now"]).toContain("€100.00 leave the account of P");
    expect(said["taking"]).toContain("Q earns €10.00 per 1 hour, by the second");
    expect(said["taking"]).toContain("now €100.00, nor more than €240.00 in all");
    expect(said["silence"]).toContain("from then on anybody can end the stream");
  });
});

describe("what follows from a subscription", () => {
  it("says that nothing is put aside, and the most that it can cost", () => {
    const said = words("subscription", { amount: "10" });
    expect(said["now"]).toContain("Nothing leaves the account of P now");
    expect(said["taking"]).toContain("That is €120.00 at most over the whole time");
    expect(said["silence"]).toContain("ends by itself");
  });

  it("counts the last period by the second", () => {
    const made = makeAgreement(
      draft("subscription", { amount: "30", until: "2030-02-15T12:00" }),
      context,
    );
    if (!made.made || made.agreement.kind !== "subscription") throw new Error("No subscription.");
    expect(mostOfSubscription(made.agreement.terms)).toBe(45_000_000n);
  });
});
