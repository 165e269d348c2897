import { roles } from "#generated/roles.ts";
import { getAddress, stringToHex } from "viem";
import { describe, expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
} from "#lib/chain/chain-double.ts";

import { readPayments } from "./read-payments.ts";

const idOf = (name: string) => stringToHex(name, { size: 32 });
/** As a client gives addresses. */
const mixed = (n: number) => getAddress(idDouble(n));
const euro = getAddress(addressesDouble.EuroToken);
const streams = getAddress(addressesDouble.PaymentStreams);

let block = 0;
const say = (
  by: "PaymentRules" | "Treasury",
  event: string,
  args: Record<string, unknown>,
): SaidDouble => ({ by, block: ++block, event, args });

const said = [
  say("PaymentRules", "TokenAllowed", { token: euro, feeMinimum: 0, feeMaximum: 100 }),
  say("PaymentRules", "TokenAllowed", { token: mixed(0xabcdef), feeMinimum: 1, feeMaximum: 2 }),
  say("PaymentRules", "TokenDismissed", { token: mixed(0xabcdef) }),
  say("PaymentRules", "TokenAllowed", { token: euro, feeMinimum: 5, feeMaximum: 50 }),
  say("PaymentRules", "ArbiterAppointed", { arbiter: mixed(0xaaaaaa) }),
  say("PaymentRules", "ArbiterAppointed", { arbiter: mixed(0xbbbbbb) }),
  say("PaymentRules", "ArbiterDismissed", { arbiter: mixed(0xaaaaaa) }),
  say("Treasury", "BudgetLineOpened", { line: idOf("Old"), token: euro }),
  say("Treasury", "BudgetLineOpened", { line: idOf("Travel"), token: euro }),
  say("Treasury", "BudgetLineOpened", { line: idOf("Tests"), token: mixed(0xfedcba) }),
  say("Treasury", "BudgetLineOpened", { line: idOf("Mute"), token: mixed(0xdddddd) }),
  say("Treasury", "BudgetLineClosed", { line: idOf("Old") }),
  say("Treasury", "ContributionsCalled", { call: idOf("2025"), token: euro, total: 5n }),
  say("Treasury", "ContributionsCalled", { call: idOf("2026"), token: euro, total: 6n }),
  say("Treasury", "ContributionsClosed", { call: idOf("2025") }),
  say("Treasury", "ContributionSharesSet", { edition: idOf("GDP 2025") }),
  say("Treasury", "FundableKnown", { target: streams, known: true }),
  say("Treasury", "FundableKnown", { target: mixed(0xcccccc), known: true }),
  say("Treasury", "FundableKnown", { target: mixed(0xcccccc), known: false }),
];

const tokens: Record<string, string> = {
  [idOf("Travel")]: euro,
  [idOf("Tests")]: mixed(0xfedcba),
  [idOf("Mute")]: mixed(0xdddddd),
};
const views = {
  FEE_CEILING: () => 500,
  memberRegistry: () => getAddress(addressesDouble.MemberRegistry),
  getAccess: (role: bigint, account: string) =>
    role === roles.BUDGETS && account === addressesDouble.Council ? [1, 90, 0, 0] : [0, 0, 0, 0],
  budgetLine: (line: string) => ({
    token: tokens[line],
    from: 1,
    until: 2,
    ceiling: 30n,
    spent: 4n,
    twoPersonAbove: 5n,
  }),
};

/** A chain on which one token describes itself, and another one does not. */
class TokenDouble extends ChainDouble {
  decimals = 18;

  override async readContract(call: {
    address?: string;
    functionName: string;
    args?: readonly never[];
  }): Promise<unknown> {
    if (call.functionName !== "symbol" && call.functionName !== "decimals")
      return super.readContract(call);
    if (call.address !== idDouble(0xfedcba)) throw new Error("It has no such function.");
    return call.functionName === "symbol" ? "TST" : this.decimals;
  }
}

const read = async (more: readonly SaidDouble[] = []) =>
  readPayments(
    new TokenDouble([...said, ...more], views).reader,
    addressesDouble,
    addressesDouble.Council,
  );

describe("What measures about payments can concern", () => {
  it("are the tokens that describe themselves, with the fee that holds now", async () => {
    const { tokens: found, feeCeiling } = await read();
    expect(found).toEqual([
      {
        address: addressesDouble.EuroToken,
        symbol: "EUR",
        decimals: 6,
        isEuro: true,
        fees: { minimum: 5, maximum: 50 },
      },
      { address: idDouble(0xfedcba), symbol: "TST", decimals: 18, isEuro: false, fees: null },
    ]);
    expect(feeCeiling).toBe(500);
  });

  it("are no tokens with more decimals than one can mean", async () => {
    const chain = new TokenDouble(said, views);
    chain.decimals = 37;
    const { tokens: found } = await readPayments(
      chain.reader,
      addressesDouble,
      addressesDouble.Council,
    );
    expect(found.map(({ symbol }) => symbol)).toEqual(["EUR"]);
  });

  it("are lines and calls that are not closed, the newest first, and no id that was ever given", async () => {
    const { lines, calls, editions, taken } = await read();
    expect(lines.map(({ name }) => name)).toEqual(["Mute", "Tests", "Travel"]);
    expect(lines[2]).toEqual({
      id: idOf("Travel"),
      name: "Travel",
      token: addressesDouble.EuroToken,
      from: 1,
      until: 2,
      ceiling: 30n,
      spent: 4n,
      twoPersonAbove: 5n,
    });
    expect(calls.map(({ name, total }) => [name, total])).toEqual([["2026", 6n]]);
    expect(editions.map(({ name }) => name)).toEqual(["GDP 2025"]);
    expect(taken.lines).toContain(idOf("Old"));
    expect(taken.calls).toContain(idOf("2025"));
  });

  it("are arbiters who are not dismissed", async () => {
    const { arbiters, memberRegistry, decisionDelay } = await read();
    expect(decisionDelay).toBe(90);
    expect(arbiters).toEqual([idDouble(0xbbbbbb)]);
    expect(memberRegistry).toBe(addressesDouble.MemberRegistry);
  });

  it("are contracts of ours, and functions with what was said of them last", async () => {
    const before = await read();
    const target = before.targets.find(({ name }) => name === "PaymentStreams");
    const open = target?.functions.find(({ name }) => name === "open");
    expect(target?.isKnown).toBe(true);
    expect(open?.isFundable).toBe(false);
    // What waits for the treasury is collected in another way.
    expect(target?.functions.map(({ name }) => name)).not.toContain("claim");
    expect(before.targets.map(({ isKnown }) => isKnown)).toEqual([false, true, false]);
    expect(before.forbidden).toEqual(
      expect.arrayContaining([
        addressesDouble.EuroToken,
        idDouble(0xfedcba),
        addressesDouble.Authority,
        addressesDouble.Treasury,
      ]),
    );

    const set = (fundable: boolean) =>
      say("Treasury", "FundableSet", { target: streams, selector: open?.selector, fundable });
    const isFundable = async (...more: SaidDouble[]) =>
      (await read(more)).targets
        .flatMap(({ functions }) => functions)
        .some((entry) => entry.isFundable);
    expect(await isFundable(set(true))).toBe(true);
    expect(await isFundable(set(true), set(false))).toBe(false);
  });
});
