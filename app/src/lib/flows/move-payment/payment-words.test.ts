import { describe, expect, it } from "vitest";

import { formatEuro } from "#lib/ui/format.ts";

import {
  byMilestone,
  disputed,
  official,
  payee,
  payer,
  payment,
} from "#lib/features/payments/euro-payment-double.ts";
import { whatFollows, whoCan } from "./payment-words.ts";

const names: Record<string, string> = { [payer]: "P", [payee]: "Q", [official]: "O" };
const naming = {
  account: (account: string) => names[account] ?? account,
  money: (units: bigint) => formatEuro(units, 6),
};
const euro = 1_000_000n;

const follows = (
  of: Parameters<typeof whatFollows>[0],
  action: Parameters<typeof whatFollows>[1]["action"],
  amount = 0n,
) => whatFollows(of, { action, milestone: 0 }, amount, 200, naming).join(" ");

describe("what follows from an action", () => {
  it("says what the payee gets after the fee, and what stays", () => {
    expect(follows(payment(), "capture", 40n * euro)).toBe(
      "Q gets €39.60 now, after the fee of €0.40. €60.00 stay in the escrow.",
    );
    expect(follows(payment({ fee: 0 }), "capture", 100n * euro)).toBe(
      "Q gets €100.00 now. Nothing is left in the escrow then.",
    );
  });

  it("tells the first of two officials that nothing is paid yet", () => {
    expect(follows(byMilestone(), "accept")).toContain("You are the first of two");
    expect(follows(byMilestone({ phase: "approved" }), "accept")).toContain("Q gets €99.00 now");
  });

  it("tells the payee when silence accepts", () => {
    expect(follows(byMilestone(), "deliver")).toContain("anybody can have it paid");
    expect(follows({ ...byMilestone(), review: 0 }, "deliver")).toContain(
      "It is paid when an official accepts it.",
    );
  });

  it("says how a dispute ends", () => {
    expect(follows(disputed(), "decide", 0n)).toBe(
      "Q gets nothing. €100.00 go back to P. That is final.",
    );
    expect(follows(disputed({ offer: 100n * euro }), "accept-settlement")).toBe(
      "Q gets €99.00 now, after the fee of €1.00. That is final.",
    );
    // A quarter by silence.
    expect(follows(disputed(), "end-dispute")).toContain("€75.00 go back to P.");
  });

  it("says that giving all back ends a dispute", () => {
    expect(follows(disputed(), "void")).toContain("The dispute is over with that.");
    expect(follows(payment(), "void")).not.toContain("dispute");
  });
});

describe("who can do what", () => {
  it("names the accounts and the time", () => {
    const said = (who: `0x${string}`[] | null, after: number | null, until: number | null) =>
      whoCan("Capture", { who, after, until }, naming.account);
    expect(said([payee], null, null)).toBe("Capture: Q");
    expect(said([payer, payee], null, 60)).toMatch(/^Capture: P or Q, until 1 January 1970/);
    expect(said(null, 60, null)).toMatch(/^Capture: anybody, after 1 January 1970/);
    expect(said(null, 60, 120)).toMatch(/after .+ and until /);
  });
});
