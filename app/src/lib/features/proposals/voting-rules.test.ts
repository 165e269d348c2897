import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import {
  adoptedByAll,
  adopts,
  blockingMinority,
  classesOf,
  decision,
  type DecisionClass,
  decisionClasses,
  encodedRule,
  fewestFurtherVotes,
  fewestPreventing,
  hasEqualVotes,
  isAtLeastAsStrict,
  isSameRule,
  type MajorityRule,
  neededHeads,
  neededQuorum,
  neededWeight,
  passes,
  preventingObjections,
  reachedWith,
  type Rule,
  type RuleChange,
  ruleKinds,
  ruleOf,
  rulesAt,
  type Share,
  shippedRules,
  stillNeeded,
  type Tally,
  type Totals,
} from "./voting-rules.ts";

/** The rule as the treaties word it, in fractions, written without looking at the integers of the model. */
function treaty(decisionClass: Majority, inFavour: Share, totals: Totals): boolean {
  const headsShare = inFavour.heads / totals.heads;
  const weightShare = Number(inFavour.weight) / Number(totals.weight);
  const notInFavour = totals.heads - inFavour.heads;
  const blocking = decisionClass === "participating" ? totals.blockingHeads! : 4;
  const tolerance = 1e-12;
  if (decisionClass === "simple") return headsShare > 0.5 + tolerance;
  if (decisionClass === "reinforced")
    return headsShare >= 0.72 - tolerance && weightShare >= 0.65 - tolerance;
  return (
    headsShare >= 0.55 - tolerance && (weightShare >= 0.65 - tolerance || notInFavour < blocking)
  );
}

const weightsOfBodies: bigint[][] = [
  [5n],
  [1n, 9n],
  [1n, 1n, 1n],
  [13n, 7n, 20n, 60n],
  [35n, 20n, 20n, 20n, 5n],
  [84n, 68n, 59n, 49n, 37n, 19n],
  [1n, 2n, 4n, 8n, 16n, 32n, 64n],
];
type Majority = "reinforced" | "qualified" | "simple" | "participating";
const majorities: Majority[] = ["reinforced", "qualified", "simple", "participating"];
const ruleOfMajority = (decisionClass: Majority): MajorityRule => shippedRules[decisionClass];
const rulesOf = (classes: readonly DecisionClass[]): Rule[] =>
  classes.map((decisionClass) => shippedRules[decisionClass]);
const noVotes: Tally = {
  for: { heads: 0, weight: 0n },
  against: { heads: 0, weight: 0n },
  abstain: { heads: 0, weight: 0n },
};
const majoritySets: Majority[][] = [
  ["simple"],
  ["qualified"],
  ["reinforced"],
  ["participating"],
  ["simple", "qualified"],
  ["reinforced", "qualified", "simple"],
];
const classSets: DecisionClass[][] = [
  ...majoritySets,
  ["unanimity"],
  ["objection"],
  ["unanimity", "objection"],
  ["qualified", "objection"],
  ["reinforced", "unanimity"],
];

function shareOf(weights: readonly bigint[]): Share {
  return { heads: weights.length, weight: weights.reduce((sum, weight) => sum + weight, 0n) };
}

/** All members of a body, with the blocking minority that they have as participants, found by trying every group. */
function totalsOf(weights: readonly bigint[]): Totals {
  const { heads, weight } = shareOf(weights);
  let smallest = heads;
  for (let n = 1; n < 2 ** heads; ++n) {
    const group = shareOf(weights.filter((_, i) => n & (1 << i)));
    if (group.weight * 100n > weight * 35n) smallest = Math.min(smallest, group.heads);
  }
  return { heads, weight, blockingHeads: smallest + 1 };
}

/** Articles 238(4) TFEU and 11(4), 12(2) of the Rules of Procedure, vote by vote. */
function adoptedBy(
  decisionClass: DecisionClass,
  weights: readonly bigint[],
  votes: Choice[],
): boolean {
  if (decisionClass === "objection") return !votes.includes("against");
  if (decisionClass === "unanimity") {
    const present = votes.filter((vote) => vote !== "silent").length;
    return !votes.includes("against") && votes.includes("for") && present > votes.length / 2;
  }
  const inFavour = shareOf(weights.filter((_, i) => votes[i] === "for"));
  return treaty(decisionClass, inFavour, totalsOf(weights));
}

type Choice = "for" | "against" | "abstain" | "silent";
const choices: Choice[] = ["for", "against", "abstain", "silent"];

/** Every way in which a body can have voted. */
function* ballots(heads: number): Generator<Choice[]> {
  for (let n = 0; n < choices.length ** heads; ++n) {
    yield Array.from(
      { length: heads },
      (_, i) => choices[Math.floor(n / choices.length ** i) % choices.length]!,
    );
  }
}

function tallyOf(weights: readonly bigint[], votes: readonly Choice[]): Tally {
  const share = (choice: Choice) => {
    const theirs = weights.filter((_, i) => votes[i] === choice);
    return shareOf(theirs);
  };
  return { for: share("for"), against: share("against"), abstain: share("abstain") };
}

function outcomesOfSilent(
  classes: DecisionClass[],
  weights: readonly bigint[],
  votes: readonly Choice[],
): Set<boolean> {
  const silent = votes.flatMap((vote, i) => (vote === "silent" ? [i] : []));
  const outcomes = new Set<boolean>();
  for (let n = 0; n < choices.length ** silent.length; ++n) {
    const completed = votes.map((vote, i) => {
      const place = silent.indexOf(i);
      if (place < 0) return vote;
      return choices[Math.floor(n / choices.length ** place) % choices.length]!;
    });
    outcomes.add(classes.every((decisionClass) => adoptedBy(decisionClass, weights, completed)));
    if (outcomes.size === 2) break;
  }
  return outcomes;
}

describe("passes", () => {
  it("agrees with the treaties on every set of votes in favour of bodies up to 7 members", () => {
    for (const weights of weightsOfBodies) {
      for (let n = 0; n < 2 ** weights.length; ++n) {
        const inFavour = shareOf(weights.filter((_, i) => n & (1 << i)));
        for (const decisionClass of majorities) {
          expect(passes(ruleOfMajority(decisionClass), inFavour, totalsOf(weights))).toBe(
            treaty(decisionClass, inFavour, totalsOf(weights)),
          );
        }
      }
    }
  });

  it("asks 15 of 27 members for a qualified and 20 of 27 for a reinforced majority", () => {
    expect(neededHeads(shippedRules.qualified, 27)).toBe(15);
    expect(neededHeads(shippedRules.reinforced, 27)).toBe(20);
    expect(neededHeads(shippedRules.simple, 27)).toBe(14);
    expect(neededHeads(shippedRules.simple, 26)).toBe(14);
    expect(neededWeight(shippedRules.simple, 1000n)).toBe(0n);
    expect(neededWeight(shippedRules.qualified, 1001n)).toBe(651n);
  });

  it("applies the weight test to exactly four members not in favour, not to three", () => {
    const totals = { heads: 27, weight: 1000n };
    expect(passes(shippedRules.qualified, { heads: 23, weight: 649n }, totals)).toBe(false);
    expect(passes(shippedRules.qualified, { heads: 24, weight: 649n }, totals)).toBe(true);
    expect(passes(shippedRules.reinforced, { heads: 24, weight: 649n }, totals)).toBe(false);
  });

  it("never passes without a class or without a member", () => {
    const all = { ...noVotes, for: { heads: 3, weight: 3n } };
    expect(adoptedByAll([], all, { heads: 3, weight: 3n })).toBe(false);
    expect(adoptedByAll([shippedRules.qualified], noVotes, { heads: 0, weight: 0n })).toBe(false);
  });
});

describe("decision", () => {
  it("is decided exactly when no completion of the silent votes changes the outcome", () => {
    for (const weights of weightsOfBodies.filter((body) => body.length <= 5)) {
      for (const votes of ballots(weights.length)) {
        for (const classes of classSets) {
          const outcomes = outcomesOfSilent(classes, weights, votes);
          const { decided, succeeded } = decision(
            rulesOf(classes),
            tallyOf(weights, votes),
            totalsOf(weights),
          );
          if (decided !== (outcomes.size === 1) || (decided && !outcomes.has(succeeded))) {
            expect.fail(
              `${classes.join("+")} ${weights.join()} ${votes.join()}: ${decided} ${succeeded}`,
            );
          }
        }
      }
    }
  });
});

describe("adopts", () => {
  it("agrees with the treaties on every ballot of bodies up to 5 members, for every class", () => {
    for (const weights of weightsOfBodies.filter((body) => body.length <= 5)) {
      const totals = totalsOf(weights);
      expect(blockingMinority(shippedRules.participating, weights)).toBe(totals.blockingHeads);
      for (const votes of ballots(weights.length)) {
        const tally = tallyOf(weights, votes);
        for (const decisionClass of decisionClasses) {
          if (
            adopts(shippedRules[decisionClass], tally, totals) !==
            adoptedBy(decisionClass, weights, votes)
          )
            expect.fail(`${decisionClass} ${weights.join()} ${votes.join()}`);
        }
      }
    }
  });

  it("adopts nothing in an empty body", () => {
    const nobody = { heads: 0, weight: 0n };
    const tally = { for: nobody, against: nobody, abstain: nobody };
    for (const decisionClass of decisionClasses)
      expect(adopts(shippedRules[decisionClass], tally, nobody)).toBe(false);
  });
});

describe("stillNeeded", () => {
  it("names the members and the weight that are missing", () => {
    const totals = { heads: 27, weight: 1000n };
    expect(stillNeeded(shippedRules.qualified, { heads: 12, weight: 600n }, totals)).toEqual({
      reached: false,
      heads: 3,
      weight: 50n,
      orHeads: 12,
    });
    expect(stillNeeded(shippedRules.simple, { heads: 12, weight: 1n }, totals)).toMatchObject({
      heads: 2,
      weight: 0n,
      orHeads: null,
    });
    expect(stillNeeded(shippedRules.reinforced, { heads: 20, weight: 649n }, totals)).toMatchObject(
      {
        heads: 0,
        weight: 1n,
        orHeads: null,
      },
    );
  });

  it("needs nothing more once the class is carried, whichever way", () => {
    const totals = { heads: 27, weight: 1000n };
    expect(stillNeeded(shippedRules.qualified, { heads: 24, weight: 100n }, totals)).toEqual({
      reached: true,
      heads: 0,
      weight: 0n,
      orHeads: null,
    });
  });

  it("is sufficient and necessary for every set of votes in favour", () => {
    for (const weights of weightsOfBodies) {
      const totals = totalsOf(weights);
      // Heads bring their votes then, and nothing else is asked for.
      if (hasEqualVotes(totals)) continue;
      for (let n = 0; n < 2 ** weights.length; ++n) {
        const inFavour = shareOf(weights.filter((_, i) => n & (1 << i)));
        for (const decisionClass of majorities) {
          const need = stillNeeded(ruleOfMajority(decisionClass), inFavour, totals);
          expect(need.reached).toBe(need.heads === 0 && need.weight === 0n);
          const filled = {
            heads: inFavour.heads + need.heads,
            weight: inFavour.weight + need.weight,
          };
          expect(passes(ruleOfMajority(decisionClass), filled, totals)).toBe(true);
          if (need.heads > 0) {
            const oneShort = { heads: filled.heads - 1, weight: totals.weight };
            expect(passes(ruleOfMajority(decisionClass), oneShort, totals)).toBe(false);
          }
          if (need.orHeads !== null) {
            const byHeads = { heads: inFavour.heads + need.orHeads, weight: inFavour.weight };
            expect(passes(ruleOfMajority(decisionClass), byHeads, totals)).toBe(true);
            expect(
              passes(
                ruleOfMajority(decisionClass),
                { ...byHeads, heads: byHeads.heads - 1 },
                totals,
              ),
            ).toBe(false);
          }
        }
      }
    }
  });
});

describe("fewestFurtherVotes", () => {
  it("is the size of the smallest set of silent members that carries all classes", () => {
    for (const weights of weightsOfBodies.filter((body) => body.length <= 5)) {
      const totals = totalsOf(weights);
      for (const votes of ballots(weights.length)) {
        const silent = weights.filter((_, i) => votes[i] === "silent");
        const tally = tallyOf(weights, votes);
        const inFavour = tally.for;
        for (const classes of majoritySets) {
          let smallest: number | null = null;
          for (let n = 0; n < 2 ** silent.length; ++n) {
            const joined = shareOf(silent.filter((_, i) => n & (1 << i)));
            const total = {
              heads: inFavour.heads + joined.heads,
              weight: inFavour.weight + joined.weight,
            };
            const carried = classes.every((decisionClass) => treaty(decisionClass, total, totals));
            if (carried && (smallest === null || joined.heads < smallest)) smallest = joined.heads;
          }
          const found = fewestFurtherVotes(rulesOf(classes), tally, silent, totals);
          if (found !== smallest)
            expect.fail(
              `${classes.join("+")} ${weights.join()} ${votes.join()}: ${found} ${smallest}`,
            );
        }
      }
    }
  });
});

describe("classesOf", () => {
  it("reads the set of classes as the chain stores it", () => {
    expect(classesOf(0b001)).toEqual(["reinforced"]);
    expect(classesOf(0b110)).toEqual(["qualified", "simple"]);
    expect(classesOf(0)).toEqual([]);
  });
});

describe("fewestPreventing", () => {
  it("is the size of the smallest set of silent members that stops it while all others are in favour", () => {
    for (const weights of weightsOfBodies.filter((body) => body.length <= 5)) {
      const totals = totalsOf(weights);
      for (const votes of ballots(weights.length)) {
        const silent = votes.flatMap((vote, i) => (vote === "silent" ? [i] : []));
        const silentWeights = silent.map((i) => weights[i]!);
        for (const classes of classSets) {
          let smallest: number | null = null;
          for (let n = 0; n < 2 ** silent.length; ++n) {
            const completed = votes.map((vote, i): Choice => {
              const place = silent.indexOf(i);
              if (place < 0) return vote;
              return n & (1 << place) ? "against" : "for";
            });
            if (classes.every((decisionClass) => adoptedBy(decisionClass, weights, completed)))
              continue;
            const heads = completed.filter((vote, i) => vote === "against" && silent.includes(i));
            smallest = Math.min(smallest ?? Infinity, heads.length);
          }
          const found = fewestPreventing(
            rulesOf(classes),
            tallyOf(weights, votes),
            silentWeights,
            totals,
          );
          if (found !== smallest)
            expect.fail(
              `${classes.join("+")} ${weights.join()} ${votes.join()}: ${found} ${smallest}`,
            );
        }
      }
    }
  });
});

describe("a changed rule", () => {
  /** By counting up to the first number that is enough, in fractions of big integers. */
  const leastHeads = ({ heads: [numerator, denominator], more }: MajorityRule, total: number) =>
    Array.from({ length: total + 2 }, (_, heads) => heads).find((heads) => {
      const [have, ask] = [BigInt(heads) * BigInt(denominator), BigInt(total) * BigInt(numerator)];
      return more ? have > ask : have >= ask;
    });

  it("asks for the least number of members that satisfies its fraction, in bodies up to 254", () => {
    for (const [numerator, denominator] of [
      [2, 3],
      [3, 5],
      [65_534, 65_535],
      [501, 1000],
      [1, 1],
    ] as const) {
      for (const more of [false, true]) {
        const rule: MajorityRule = {
          ...shippedRules.qualified,
          heads: [numerator, denominator],
          more,
        };
        for (let total = 1; total <= 254; ++total)
          expect(neededHeads(rule, total)).toBe(leastHeads(rule, total));
      }
    }
  });

  it("blocks by another number of members, and by another share of the weight", () => {
    const rule: MajorityRule = { ...shippedRules.qualified, weight: [3, 4], blockingHeads: 3 };
    const totals = { heads: 10, weight: 100n };
    expect(passes(rule, { heads: 7, weight: 74n }, totals)).toBe(false);
    expect(passes(rule, { heads: 7, weight: 75n }, totals)).toBe(true);
    expect(passes(rule, { heads: 8, weight: 10n }, totals)).toBe(true);
    expect(stillNeeded(rule, { heads: 5, weight: 50n }, totals)).toEqual({
      reached: false,
      heads: 1,
      weight: 25n,
      orHeads: 3,
    });
    const participants: MajorityRule = { ...rule, kind: "participants", blockingHeads: null };
    // More than 25 % of the weight is held by one of them; one more makes the minority.
    expect(blockingMinority(participants, [26n, 24n, 25n, 25n])).toBe(2);
    expect(blockingMinority(participants, [25n, 25n, 25n, 25n])).toBe(3);
  });

  it("asks for another quorum, and for more objections, of which half of all always suffice", () => {
    expect(neededQuorum([2, 3], 27)).toBe(19);
    expect(neededQuorum([1, 2], 27)).toBe(14);
    expect(preventingObjections(3, 27)).toBe(3);
    expect(preventingObjections(3, 3)).toBe(2);
    const against = (heads: number): Tally => ({
      ...noVotes,
      against: { heads, weight: BigInt(heads) },
    });
    const rule: Rule = { kind: "objection", objections: 3 };
    expect(adopts(rule, against(2), { heads: 27, weight: 27n })).toBe(true);
    expect(adopts(rule, against(3), { heads: 27, weight: 27n })).toBe(false);
    expect(adopts(rule, against(2), { heads: 3, weight: 3n })).toBe(false);
  });
});

describe("rulesAt", () => {
  const changes: RuleChange[] = [
    { edition: 3, decisionClass: "objection", rule: { kind: "objection", objections: 2 } },
    {
      edition: 1,
      decisionClass: "qualified",
      rule: { ...shippedRules.qualified, heads: [60, 100] },
    },
    { edition: 4, decisionClass: "qualified", rule: shippedRules.qualified },
  ];

  it("has for each class the latest change up to the edition", () => {
    expect(rulesAt(0, changes)).toEqual(shippedRules);
    expect(rulesAt(1, changes).qualified).toMatchObject({ heads: [60, 100] });
    expect(rulesAt(2, changes).objection).toEqual(shippedRules.objection);
    expect(rulesAt(3, changes)).toMatchObject({
      qualified: { heads: [60, 100] },
      objection: { objections: 2 },
    });
    expect(rulesAt(4, changes).qualified).toEqual(shippedRules.qualified);
  });
});

describe("ruleOf", () => {
  it("leaves out what the kind does not use", () => {
    const encoded = {
      headsNumerator: 1,
      headsDenominator: 2,
      moreThanHeads: true,
      weightNumerator: 0,
      weightDenominator: 1,
      blockingHeads: 0,
      quorumNumerator: 2,
      quorumDenominator: 3,
      objections: 5,
    };
    expect(ruleOf("majority", encoded)).toEqual(shippedRules.simple);
    expect(ruleOf("unanimity", encoded)).toEqual({ kind: "unanimity", quorum: [2, 3] });
    expect(ruleOf("objection", encoded)).toEqual({ kind: "objection", objections: 5 });
  });
});

describe("Where every member has one vote", () => {
  const sizes = Array.from({ length: 40 }, (_, i) => i + 1);
  const majorities = ["simple", "qualified", "reinforced"] as const;

  it.each(majorities)("one number of members says what a %s majority needs", (name) => {
    const rule = shippedRules[name];
    for (const size of sizes) {
      const totals = { heads: size, weight: BigInt(size) };
      const needed = reachedWith(rule, totals);
      for (const heads of [0, ...sizes].filter((count) => count <= size)) {
        const inFavour = { heads, weight: BigInt(heads) };
        expect(passes(rule, inFavour, totals)).toBe(heads >= needed);
        expect(stillNeeded(rule, inFavour, totals)).toEqual({
          reached: heads >= needed,
          heads: Math.max(0, needed - heads),
          weight: 0n,
          orHeads: null,
        });
      }
    }
  });

  it("is told by the sums", () => {
    expect(hasEqualVotes({ heads: 5, weight: 5n })).toBe(true);
    expect(hasEqualVotes({ heads: 5, weight: 6n })).toBe(false);
    expect(hasEqualVotes({ heads: 0, weight: 0n })).toBe(false);
  });
});

describe("Rules that are proposed", () => {
  it("are the same whatever numbers their shares are written in", () => {
    const { simple, unanimity, objection, qualified } = shippedRules;
    expect(isSameRule(simple, { ...simple, heads: [50, 100] })).toBe(true);
    expect(isSameRule(simple, { ...simple, more: false })).toBe(false);
    expect(isSameRule(qualified, { ...qualified, weight: null })).toBe(false);
    expect(isSameRule(qualified, { ...qualified, blockingHeads: 5 })).toBe(false);
    expect(isSameRule(unanimity, { ...unanimity, quorum: [2, 4] })).toBe(true);
    expect(isSameRule(objection, { ...objection, objections: 2 })).toBe(false);
    expect(isSameRule(unanimity, objection)).toBe(false);
  });

  it.each(decisionClasses)("of the class %s are written as the contract takes them", (name) => {
    const { kind, ...numbers } = encodedRule(shippedRules[name]);
    expect(ruleOf(ruleKinds[kind]!, numbers)).toEqual(shippedRules[name]);
  });

  it.each<[string, Partial<MajorityRule>, Partial<MajorityRule>, boolean]>([
    ["more heads", { heads: [60, 100] }, {}, true],
    ["fewer heads", { heads: [54, 100] }, {}, false],
    ["as many heads, of which more are needed", { more: true }, {}, true],
    ["as many heads, where the easy one needs more", {}, { more: true }, false],
    ["no weight", { weight: null }, {}, false],
    ["no weight of the easy one", { weight: null }, { weight: null }, true],
    ["less weight", { weight: [64, 100] }, {}, false],
    ["more members before the weight counts", { blockingHeads: 5 }, {}, false],
    ["a weight that always counts", { blockingHeads: null }, {}, true],
  ])("keep their order: %s", (_, strict, easy, expected) => {
    const { qualified } = shippedRules;
    expect(isAtLeastAsStrict({ ...qualified, ...strict }, { ...qualified, ...easy })).toBe(
      expected,
    );
  });
});

/** The contract computes the very same lines in `test/integration/governance/worked-examples.test.ts`. */
describe("The worked examples of the page on the Union's rules", () => {
  const page = new URL("../../../../../docs/how-the-unions-rules-are-computed.md", import.meta.url);
  const choiceOf: Record<string, Choice> = {
    "+": "for",
    "-": "against",
    "0": "abstain",
    "?": "silent",
  };
  const [, section = ""] = readFileSync(page, "utf8").split("## Worked examples");
  const lines = (section.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => /^\| [a-z]+ \| \d/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  it("are many", () => {
    expect(lines.length).toBeGreaterThan(15);
  });

  it.each(lines)("%s %s: %s", (_, name, members = "", now, settled) => {
    const rule = shippedRules[name as DecisionClass];
    const votes = members.split(" ").map((member) => choiceOf[member.at(-1) ?? ""]!);
    const weights = members.split(" ").map((member) => BigInt(member.slice(0, -1)));
    const tally = tallyOf(weights, votes);
    const totals = {
      ...shareOf(weights),
      blockingHeads: blockingMinority(shippedRules.participating, weights),
    };
    const { decided, succeeded } = decision([rule], tally, totals);
    expect(adopts(rule, tally, totals)).toBe(now === "yes");
    expect(decided ? (succeeded ? "adopted" : "refused") : "open").toBe(settled);
  });
});
