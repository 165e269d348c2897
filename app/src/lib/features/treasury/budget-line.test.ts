import { describe, expect, it } from "vitest";

import { isOfficer, leftAlone, leftOf, lineState, waitingOf } from "./budget-line.ts";

const line = { from: 100, until: 200, ceiling: 50n, spent: 20n, closedAt: null };

describe("a line of the budget", () => {
  it.each([
    ["upcoming", 99, {}],
    ["open", 100, {}],
    ["open", 200, {}],
    ["over", 201, {}],
    ["exhausted", 150, { spent: 50n }],
    ["closed", 150, { closedAt: 120 }],
    ["closed", 250, { closedAt: 120 }],
  ] as const)("is %s at %i with %o", (state, now, change) => {
    expect(lineState({ ...line, ...change }, now)).toBe(state);
  });

  it("has left what it has not spent", () => {
    expect(leftOf(line)).toBe(30n);
  });

  it("counts what one person spends alone from midnight to midnight (UTC)", () => {
    const alone = { twoPersonAbove: 10n, spentAlone: 4n, aloneDay: 2 };
    expect(leftAlone(alone, 2 * 86_400)).toBe(6n);
    expect(leftAlone(alone, 3 * 86_400 - 1)).toBe(6n);
    expect(leftAlone(alone, 3 * 86_400)).toBe(10n);
    // The body set a lower limit after it was spent.
    expect(leftAlone({ ...alone, twoPersonAbove: 3n }, 2 * 86_400)).toBe(0n);
  });

  it("lets a proposal wait until its last second, unless the line is closed", () => {
    const proposals = [{ expiresAt: 10 }, { expiresAt: 11 }];
    expect(waitingOf({ proposals, closedAt: null }, 10)).toEqual(proposals);
    expect(waitingOf({ proposals, closedAt: null }, 11)).toEqual([{ expiresAt: 11 }]);
    expect(waitingOf({ proposals, closedAt: 5 }, 10)).toEqual([]);
  });

  it("is kept by whoever holds the role, from the second on that the authority named", () => {
    const officers = [{ account: "0xab", since: 100 }];
    expect(isOfficer(officers, "0xAB", 100)).toBe(true);
    expect(isOfficer(officers, "0xAB", 99)).toBe(false);
    expect(isOfficer(officers, "0xcd", 100)).toBe(false);
    expect(isOfficer(officers, null, 100)).toBe(false);
  });
});
