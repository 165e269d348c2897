import { describe, expect, it } from "vitest";

import {
  adopts,
  blockingMinority,
  classesOf,
  decision,
  type DecisionClass,
  decisionClasses,
  fewestFurtherVotes,
  isMajority,
  type Majority,
  neededHeads,
  neededWeight,
  passes,
  passesAll,
  type Share,
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
const majorities = decisionClasses.filter(isMajority);
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
          expect(passes(decisionClass, inFavour, totalsOf(weights))).toBe(
            treaty(decisionClass, inFavour, totalsOf(weights)),
          );
        }
      }
    }
  });

  it("asks 15 of 27 members for a qualified and 20 of 27 for a reinforced majority", () => {
    expect(neededHeads("qualified", 27)).toBe(15);
    expect(neededHeads("reinforced", 27)).toBe(20);
    expect(neededHeads("simple", 27)).toBe(14);
    expect(neededHeads("simple", 26)).toBe(14);
    expect(neededWeight("simple", 1000n)).toBe(0n);
    expect(neededWeight("qualified", 1001n)).toBe(651n);
  });

  it("applies the weight test to exactly four members not in favour, not to three", () => {
    const totals = { heads: 27, weight: 1000n };
    expect(passes("qualified", { heads: 23, weight: 649n }, totals)).toBe(false);
    expect(passes("qualified", { heads: 24, weight: 649n }, totals)).toBe(true);
    expect(passes("reinforced", { heads: 24, weight: 649n }, totals)).toBe(false);
  });

  it("never passes without a class or without a member", () => {
    expect(passesAll([], { heads: 3, weight: 3n }, { heads: 3, weight: 3n })).toBe(false);
    expect(passesAll(["qualified"], { heads: 0, weight: 0n }, { heads: 0, weight: 0n })).toBe(
      false,
    );
  });
});

describe("decision", () => {
  it("is decided exactly when no completion of the silent votes changes the outcome", () => {
    for (const weights of weightsOfBodies.filter((body) => body.length <= 5)) {
      for (const votes of ballots(weights.length)) {
        for (const classes of classSets) {
          const outcomes = outcomesOfSilent(classes, weights, votes);
          const { decided, succeeded } = decision(
            classes,
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
      expect(blockingMinority(weights)).toBe(totals.blockingHeads);
      for (const votes of ballots(weights.length)) {
        const tally = tallyOf(weights, votes);
        for (const decisionClass of decisionClasses) {
          if (adopts(decisionClass, tally, totals) !== adoptedBy(decisionClass, weights, votes))
            expect.fail(`${decisionClass} ${weights.join()} ${votes.join()}`);
        }
      }
    }
  });

  it("adopts nothing in an empty body", () => {
    const nobody = { heads: 0, weight: 0n };
    const tally = { for: nobody, against: nobody, abstain: nobody };
    for (const decisionClass of decisionClasses)
      expect(adopts(decisionClass, tally, nobody)).toBe(false);
  });
});

describe("stillNeeded", () => {
  it("names the members and the weight that are missing", () => {
    const totals = { heads: 27, weight: 1000n };
    expect(stillNeeded("qualified", { heads: 12, weight: 600n }, totals)).toEqual({
      decisionClass: "qualified",
      reached: false,
      heads: 3,
      weight: 50n,
      orHeads: 12,
    });
    expect(stillNeeded("simple", { heads: 12, weight: 1n }, totals)).toMatchObject({
      heads: 2,
      weight: 0n,
      orHeads: null,
    });
    expect(stillNeeded("reinforced", { heads: 20, weight: 649n }, totals)).toMatchObject({
      heads: 0,
      weight: 1n,
      orHeads: null,
    });
  });

  it("needs nothing more once the class is carried, whichever way", () => {
    const totals = { heads: 27, weight: 1000n };
    expect(stillNeeded("qualified", { heads: 24, weight: 100n }, totals)).toEqual({
      decisionClass: "qualified",
      reached: true,
      heads: 0,
      weight: 0n,
      orHeads: null,
    });
  });

  it("is sufficient and necessary for every set of votes in favour", () => {
    for (const weights of weightsOfBodies) {
      const totals = totalsOf(weights);
      for (let n = 0; n < 2 ** weights.length; ++n) {
        const inFavour = shareOf(weights.filter((_, i) => n & (1 << i)));
        for (const decisionClass of majorities) {
          const need = stillNeeded(decisionClass, inFavour, totals);
          expect(need.reached).toBe(need.heads === 0 && need.weight === 0n);
          const filled = {
            heads: inFavour.heads + need.heads,
            weight: inFavour.weight + need.weight,
          };
          expect(passes(decisionClass, filled, totals)).toBe(true);
          if (need.heads > 0) {
            const oneShort = { heads: filled.heads - 1, weight: totals.weight };
            expect(passes(decisionClass, oneShort, totals)).toBe(false);
          }
          if (need.orHeads !== null) {
            const byHeads = { heads: inFavour.heads + need.orHeads, weight: inFavour.weight };
            expect(passes(decisionClass, byHeads, totals)).toBe(true);
            expect(passes(decisionClass, { ...byHeads, heads: byHeads.heads - 1 }, totals)).toBe(
              false,
            );
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
        const inFavour = tallyOf(weights, votes).for;
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
          const found = fewestFurtherVotes(classes, inFavour, silent, totals);
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
