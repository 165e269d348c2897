import { describe, expect, it } from "vitest";

import { barPair, type BarMember, barThresholds } from "./majority-bars.ts";
import { shippedRules } from "./voting-rules.ts";

const members: BarMember[] = [
  { code: "AA", weight: 10n, support: null },
  { code: "BB", weight: 40n, support: "against" },
  { code: "CC", weight: 5n, support: "for" },
  { code: "DD", weight: 20n, support: "for" },
  { code: "EE", weight: 15n, support: "abstain" },
  { code: "FF", weight: 10n, support: "against" },
];

describe("barPair", () => {
  it("puts favour left, silence in the middle, abstention and opposition right, the heavy outside", () => {
    const order = ["DD", "CC", "AA", "EE", "FF", "BB"];
    const { heads, weight } = barPair(members);
    expect(heads.map(({ member }) => member.code)).toEqual(order);
    expect(weight.map(({ member }) => member.code)).toEqual(order);
  });

  it("gives members equal lengths in one bar and their weight in the other, without a gap", () => {
    const { heads, weight } = barPair(members);
    for (const { start, end } of heads) expect(end - start).toBeCloseTo(1 / 6);
    for (const { member, start, end } of weight)
      expect(end - start).toBeCloseTo(Number(member.weight) / 100);
    for (const bar of [heads, weight]) {
      expect(bar[0]?.start).toBe(0);
      expect(bar.at(-1)?.end).toBeCloseTo(1);
      bar.slice(1).forEach((segment, i) => expect(segment.start).toBe(bar[i]?.end));
    }
  });

  it("does not depend on the order in which members are given", () => {
    const codes = (pair: ReturnType<typeof barPair>) => pair.heads.map(({ member }) => member.code);
    expect(codes(barPair(members.toReversed()))).toEqual(codes(barPair(members)));
  });

  it("is empty for an empty body", () => {
    expect(barPair([])).toEqual({ heads: [], weight: [] });
  });
});

describe("barThresholds", () => {
  const totals = { heads: 27, weight: 1000n };

  it("marks members and weight of a class", () => {
    expect(barThresholds([shippedRules.qualified], totals)).toEqual({
      heads: { needed: 15, at: 15 / 27 },
      weight: { share: 0.65, at: 0.65 },
    });
  });

  it("marks the strictest of several classes", () => {
    expect(
      barThresholds([shippedRules.simple, shippedRules.reinforced], totals)?.heads.needed,
    ).toBe(20);
  });

  it("marks what a changed rule asks for", () => {
    const changed = { ...shippedRules.qualified, heads: [2, 3], weight: [7, 10] } as const;
    expect(barThresholds([changed], totals)).toEqual({
      heads: { needed: 18, at: 18 / 27 },
      weight: { share: 0.7, at: 0.7 },
    });
  });

  it("has no mark for weight where only members count", () => {
    expect(barThresholds([shippedRules.simple], totals)?.weight).toBeNull();
  });

  it("marks one number where every member has one vote, in which the weight is counted", () => {
    const equal = { heads: 27, weight: 27n };
    expect(barThresholds([shippedRules.qualified], equal)).toEqual({
      heads: { needed: 18, at: 18 / 27 },
      weight: null,
    });
    expect(barThresholds([shippedRules.qualified], { heads: 5, weight: 5n })?.heads.needed).toBe(3);
  });

  it("has nothing to mark without a class or a member", () => {
    expect(barThresholds([], totals)).toBeNull();
    expect(barThresholds([shippedRules.simple], { heads: 0, weight: 0n })).toBeNull();
  });
});
