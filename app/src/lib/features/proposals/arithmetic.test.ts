import { describe, expect, it } from "vitest";

import { arithmetic } from "./arithmetic.ts";
import type { Support } from "./eligibility.ts";
import type { Ballot } from "./proposal.ts";
import { type DecisionClass, type Rule, type Share, shippedRules } from "./voting-rules.ts";

type Vote = readonly [code: string, weight: bigint, support: Support | null];

function judged(
  votes: readonly Vote[],
  classes: DecisionClass[],
  rules: Rule[] = classes.map((decisionClass) => shippedRules[decisionClass]),
) {
  const ballots = votes.map(([code, weight, support]): Ballot => ({
    account: `0x${code}`,
    code,
    weight,
    support,
    reason: "",
    time: null,
    transaction: null,
  }));
  const share = (wanted: readonly Ballot[]): Share => ({
    heads: wanted.length,
    weight: wanted.reduce((sum, { weight }) => sum + weight, 0n),
  });
  const of = (support: Support) => share(ballots.filter((ballot) => ballot.support === support));
  const tally = { for: of("for"), against: of("against"), abstain: of("abstain") };
  return { classes, rules, ballots, tally, totals: share(ballots) };
}

const codes = (ballots: readonly Ballot[]) => ballots.map(({ code }) => code);

describe("arithmetic", () => {
  const nine = (last: Support | null): Vote[] => [
    ...["A", "B", "C", "D", "E"].map((code) => [code, 10n, "for"] as const),
    ["F", 20n, "against"],
    ["G", 10n, "against"],
    ["H", 10n, "against"],
    ["I", 10n, last],
  ];

  it("says what a qualified majority has and needs, and who can still change it", () => {
    const sums = arithmetic(judged(nine(null), ["qualified"]));
    expect(sums.classes[0]?.conditions).toMatchObject([
      { asks: "heads", needed: 5, have: 5, of: 9, met: true },
      { asks: "weight", needed: 65n, have: 50n, of: 100n, met: false, waived: false },
      { asks: "minority", heads: 4, have: 3, weight: 40n },
    ]);
    expect(sums).toMatchObject({ settled: null, asItStands: "refused" });
    expect([codes(sums.carry.alone), codes(sums.stop.alone)]).toEqual([["I"], ["I"]]);
  });

  it("leaves nobody to change what is settled", () => {
    const sums = arithmetic(judged(nine("for"), ["qualified"]));
    expect(sums).toMatchObject({
      settled: "adopted",
      carry: { fewest: 0, alone: [] },
      stop: { fewest: null, together: [] },
    });
    expect(sums.classes[0]?.conditions[1]).toMatchObject({ met: false, waived: true });
  });

  it("names the heaviest silent members where no member can do it alone", () => {
    const votes: Vote[] = [
      ["A", 10n, "for"],
      ["B", 10n, "for"],
      ["C", 30n, null],
      ["D", 20n, null],
      ["E", 20n, null],
      ["F", 5n, null],
      ["G", 5n, null],
    ];
    const sums = arithmetic(judged(votes, ["reinforced"]));
    // Six of seven members, and 65 % of the weight.
    expect(sums.classes[0]?.conditions[0]).toMatchObject({ needed: 6, have: 2 });
    expect(codes(sums.carry.together)).toEqual(["C", "D", "E", "F"]);
    expect(sums.carry.alone).toEqual([]);
    // Two silent members are enough, whoever they are.
    expect(sums.stop).toMatchObject({ fewest: 2, alone: [] });
    expect(codes(sums.stop.together)).toEqual(["C", "D"]);
  });

  it("lets one member end unanimity, and counts who takes part", () => {
    const votes: Vote[] = [
      ["A", 1n, "for"],
      ["B", 1n, "abstain"],
      ["C", 1n, null],
      ["D", 1n, null],
      ["E", 1n, null],
    ];
    const sums = arithmetic(judged(votes, ["unanimity"]));
    expect(sums.classes[0]?.conditions).toEqual([
      { asks: "no-objection", limit: 1, have: 0, met: true },
      { asks: "quorum", needed: 3, have: 2, of: 5, met: false },
    ]);
    expect(codes(sums.stop.alone)).toEqual(["C", "D", "E"]);
    expect(codes(sums.carry.alone)).toEqual(["C", "D", "E"]);
    const changed = judged(votes, ["unanimity"], [{ kind: "unanimity", quorum: [4, 5] }]);
    expect(arithmetic(changed).carry.fewest).toBe(3);
  });

  it("counts the objections that are left", () => {
    const votes: Vote[] = [
      ["A", 1n, "against"],
      ["B", 1n, null],
      ["C", 1n, null],
      ["D", 1n, null],
    ];
    const sums = arithmetic(judged(votes, ["objection"], [{ kind: "objection", objections: 3 }]));
    expect(sums.classes[0]).toMatchObject({ met: true, conditions: [{ limit: 3, have: 1 }] });
    expect(sums).toMatchObject({
      asItStands: "adopted",
      carry: { fewest: 0 },
      stop: { fewest: 2 },
    });
    expect(arithmetic(judged(votes, ["objection"])).settled).toBe("refused");
  });

  it("asks every class of a proposal", () => {
    const votes: Vote[] = [
      ["A", 1n, "for"],
      ["B", 1n, "for"],
      ["C", 1n, null],
    ];
    const sums = arithmetic(judged(votes, ["simple", "objection"]));
    expect(sums.classes.map(({ met }) => met)).toEqual([true, true]);
    expect(sums).toMatchObject({ settled: null, carry: { fewest: 0 }, stop: { fewest: 1 } });
  });
});
