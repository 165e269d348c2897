import { expect } from "chai";
import { network } from "hardhat";
import { hexToBytes, type Abi, type Address, type Hex } from "viem";

import { memberStates } from "../../support/members.ts";
import { Random } from "../../support/random.ts";
import {
  isAdopted,
  majorities,
  majoritiesOf,
  type Ballot,
  type Vote,
} from "../../support/treaty-majorities.ts";

/** The largest sum of weights that the registry of members allows. */
const maximumTotal = 2 ** 36 - 1;
/** Cases in one call: the simulated chain gets slower with the memory that a call uses. */
const portion = 128;
/** The same where a case needs more gas. */
const smallPortion = 32;
const ballots: readonly Ballot[] = ["silent", "against", "for", "abstain"];
/** Sets of the three majorities, which alone are judged without a rule that is stored. */
const majoritySets = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const allSets = Array.from({ length: 2 ** majorities.length }, (_, set) => set);
/** Each class by itself, and all together: what the simulated chain has the time for where many ballots differ. That a set is the sum of its
 * classes is fuzzed in `test/solidity/governance/VotingRules.t.sol`. */
const fewSets = [1, 2, 4, 8, 16, 32, 63];

/** In each of these bodies some members hold exactly 65 % of the weight. */
const exactlyAtTheThreshold: Record<number, readonly number[]> = {
  1: [100],
  2: [35, 65],
  3: [20, 35, 45],
  4: [5, 30, 30, 35],
  5: [5, 10, 20, 30, 35],
  6: [5, 5, 10, 15, 30, 35],
  7: [5, 5, 10, 10, 15, 20, 35],
};

describe("VotingRules against the text of the Treaties", () => {
  let batch: Batch;
  let close: () => Promise<void>;

  before(async () => {
    const connection = await network.create();
    close = () => connection.close();
    const contract = await connection.viem.deployContract("VotingRulesBatch");
    batch = new Batch(connection, contract);
  });
  after(async () => close());

  for (let size = 0; size <= 7; size += 1) {
    it(`GV4, GV5: agree on every ballot of a body of ${size} for every class set, and are monotone`, async () => {
      for (const weights of distributions(size)) {
        // What the rules see of a ballot is who is in favour: bit `i` stands for the member at place `i`.
        const subsets = Array.from({ length: 2 ** size }, (_, subset) =>
          weights.map((weight, index): Vote => ({
            weight,
            ballot: subset & (1 << index) ? "for" : "against",
          })),
        );
        const answers = await batch.outcomes(subsets);

        for (let number = 0; number < 4 ** size; number += 1) {
          const votes = weights.map((weight, index) => ({
            weight,
            ballot: ballots[(number >> (2 * index)) & 3]!,
          }));
          const subset = votes.reduce(
            (bits, { ballot }, index) => bits | (ballot === "for" ? 1 << index : 0),
            0,
          );
          expectSame(answers[subset]!, votes);
        }
        answers.forEach((answer, subset) => {
          weights.forEach((_, index) => {
            const lost = answer & ~answers[subset | (1 << index)]!;
            if (lost !== 0)
              expect.fail(
                `GV5: ${subset} of ${weights.join(", ")} passes, but not with member ${index}`,
              );
          });
        });
      }
    });
  }

  for (let size = 0; size <= 7; size += 1) {
    for (const [place, weights] of patterns(size).entries()) {
      const sets = size <= 3 || place === 0 ? allSets : fewSets;
      it(`GV4, GV7, GV8: ${sets.length} sets of the six classes agree on every ballot of a body of ${size}, and are settled exactly when no completion changes the outcome (weights ${place + 1})`, async () => {
        const all = Array.from({ length: 4 ** size }, (_, number) => ballotOf(number, weights));
        // What each ballot adopts; the completions of a ballot stand in the same list.
        const adopted = all.map(adoptedBy);
        const judged = await batch.judgements(weights, sets, all);
        all.forEach((votes, number) => {
          const outcomes = new Set(completionsOf(number, size).map((other) => adopted[other]!));
          expectJudgement(judged[number]!, sets, votes, adopted[number]!, [...outcomes]);
        });
      });
    }
  }

  it("GV4, GV7, GV8: all six classes agree on 1,000 random ballots of the 27 states with their populations", async () => {
    const random = new Random(2727);
    const weights = memberStates.map(({ weight }) => Number(weight));
    const all = Array.from({ length: 1_000 }, () => randomBallot(random, weights));
    const judged = await batch.judgements(weights, fewSets, all);
    all.forEach((votes, index) => {
      // Every completion lies between these two for every class, as all ballots of up to seven members show.
      const extremes = (["for", "against"] as const).map((ballot) =>
        adoptedBy(votes.map((vote) => (vote.ballot === "silent" ? { ...vote, ballot } : vote))),
      );
      expectJudgement(judged[index]!, fewSets, votes, adoptedBy(votes), extremes);
    });
  });

  it("GV4: agree on 10,000 random ballots of 27 members", async () => {
    const random = new Random(27);
    await agree(Array.from({ length: 10_000 }, () => randomVotes(random, 27)));
  });

  for (const size of [60, 100, 254]) {
    it(`GV4: agree on 300 random ballots of ${size} members`, async () => {
      const random = new Random(size);
      await agree(Array.from({ length: 300 }, () => randomVotes(random, size)));
    });
  }

  it("GV6: exactly four members not in favour apply the test of the weight, three do not", async () => {
    // All weight lies with the members that are not in favour.
    const body = (notInFavour: number): Vote[] =>
      Array.from({ length: 27 }, (_, index) =>
        index < notInFavour
          ? { weight: 1_000_000, ballot: "abstain" }
          : { weight: 1, ballot: "for" },
      );
    const qualified = 1 << 1;
    expect((await batch.outcomes([body(3)])).map((sets) => (sets >> qualified) & 1)).to.deep.equal([
      1,
    ]);
    expect((await batch.outcomes([body(4)])).map((sets) => (sets >> qualified) & 1)).to.deep.equal([
      0,
    ]);
  });

  it("GV4: the numbers of the 27 states stand where the Council of the Union has them", async () => {
    // Same weight for all, so that the test of the weight (65 %: 18 members) and the heads can be told apart.
    const passing = async (supporters: number): Promise<number> => {
      const votes = Array.from({ length: 27 }, (_, index): Vote => ({
        weight: index < supporters ? 1_000_000 : 1,
        ballot: index < supporters ? "for" : "against",
      }));
      return (await batch.outcomes([votes]))[0]!;
    };
    const contains = (sets: number, set: number): boolean => ((sets >> set) & 1) === 1;
    const [reinforced, qualified, simple] = [1, 2, 4] as const;
    // More than half of 27 is 14, 55 % are 15, 72 % are 20.
    expect(contains(await passing(13), simple)).to.equal(false);
    expect(contains(await passing(14), simple)).to.equal(true);
    expect(contains(await passing(14), qualified)).to.equal(false);
    expect(contains(await passing(15), qualified)).to.equal(true);
    expect(contains(await passing(19), reinforced)).to.equal(false);
    expect(contains(await passing(20), reinforced)).to.equal(true);
  });

  async function agree(cases: readonly Vote[][]): Promise<void> {
    const answers = await batch.outcomes(cases);
    expect(answers.length).to.equal(cases.length);
    cases.forEach((votes, index) => expectSame(answers[index]!, votes));
  }
});

function expectSame(answer: number, votes: readonly Vote[]): void {
  for (const set of majoritySets) {
    const expected = isAdopted({ majorities: majoritiesOf(set), votes });
    if (((answer >> set) & 1) !== (expected ? 1 : 0)) {
      expect.fail(
        `GV4: the Treaties ${expected ? "adopt" : "refuse"} class set ${set} with ${JSON.stringify(votes)}`,
      );
    }
  }
}

/** Which classes adopt these votes, as a class set. */
const adoptedBy = (votes: readonly Vote[]): number =>
  majorities.reduce(
    (set, majority, bit) => set | (isAdopted({ majorities: [majority], votes }) ? 1 << bit : 0),
    0,
  );

/** The ballot with a number: two bits for each member. */
const ballotOf = (number: number, weights: readonly number[]): Vote[] =>
  weights.map((weight, index) => ({ weight, ballot: ballots[(number >> (2 * index)) & 3]! }));

/** Numbers of all ballots in which whoever has voted has voted the same. */
function completionsOf(number: number, size: number): number[] {
  let found = [number];
  for (let index = 0; index < size; index += 1) {
    if (((number >> (2 * index)) & 3) !== 0) continue;
    found = found.flatMap((other) => ballots.map((_, ballot) => other | (ballot << (2 * index))));
  }
  return found;
}

/** Compares an answer for some class sets: what is adopted now, and what every one of the outcomes adopts or refuses. */
function expectJudgement(
  answer: bigint,
  sets: readonly number[],
  votes: readonly Vote[],
  adopted: number,
  outcomes: readonly number[],
): void {
  const bit = (place: number): boolean => ((answer >> BigInt(place)) & 1n) === 1n;
  for (const set of sets) {
    const passes = (outcome: number): boolean => set !== 0 && (outcome & set) === set;
    const expected = [passes(adopted), outcomes.every(passes), !outcomes.some(passes)];
    const found = [bit(set), bit(set + 64), bit(set + 128)];
    if (expected.some((value, index) => value !== found[index])) {
      expect.fail(
        `GV4, GV7: class set ${set} (${majoritiesOf(set).join(", ")}) is adopted, settled as adopted, settled as refused: ` +
          `expected ${expected.join(", ")}, found ${found.join(", ")} with ${JSON.stringify(votes)}`,
      );
    }
  }
}

/** Few ways in which the weight can lie among so many members, for what is asked about every ballot. */
function patterns(size: number): number[][] {
  const exact = exactlyAtTheThreshold[size] ?? [];
  if (size === 0) return [[]];
  return [
    Array.from({ length: size }, () => 1),
    Array.from({ length: size }, (_, index) => (index === 0 ? maximumTotal - size + 1 : 1)),
    [...exact],
    ...(size < 7
      ? [
          Array.from({ length: size }, (_, index) => 2 ** index),
          exact.map((weight, index) => (index === 0 ? weight + 1 : weight)),
        ]
      : []),
  ];
}

/** A ballot with few against, few silent, or about as many as a threshold asks for in favour. */
function randomBallot(random: Random, weights: readonly number[]): Vote[] {
  const supporters = random.pick([27, 26, 25, 24, 23, 20, 19, 15, 14, 13, random.integer(0, 27)]);
  const rest = random.pick<readonly Ballot[]>([
    ["silent"],
    ["abstain"],
    ["silent", "abstain"],
    ["silent", "against", "abstain"],
  ]);
  return random
    .shuffled([...weights.keys()])
    .map((index, place) => ({
      index,
      weight: weights[index]!,
      ballot: place < supporters ? ("for" as const) : random.pick(rest),
    }))
    .sort((a, b) => a.index - b.index)
    .map(({ weight, ballot }): Vote => ({ weight, ballot }));
}

/** Ways in which the weight can lie among so many members. */
function distributions(size: number): number[][] {
  const random = new Random(1_000 + size);
  const exact = exactlyAtTheThreshold[size] ?? [];
  const some = (choose: (index: number) => number): number[] =>
    Array.from({ length: size }, (_, index) => choose(index));
  return [
    some(() => 1),
    some((index) => 2 ** index),
    some((index) => (index === 0 ? maximumTotal - size + 1 : 1)),
    [...exact],
    exact.map((weight, index) => (index === 0 ? weight + 1 : weight)),
    exact.map((weight, index) => (index === 0 ? weight - 1 : weight)),
    exact.map((weight) => weight * 600_000_000),
    ...Array.from({ length: 8 }, () => {
      const limit = random.pick([10, 1_000, 80_000_000]);
      return some(() => random.integer(1, limit));
    }),
  ];
}

/** Votes that lie at or beside a threshold more often than chance would have it. */
function randomVotes(random: Random, size: number): Vote[] {
  const largest = Math.floor(maximumTotal / size / 4);
  const supporters = random.pick([
    random.integer(0, size),
    Math.ceil(size * 0.55) - random.integer(0, 1),
    Math.ceil(size * 0.72) - random.integer(0, 1),
    size - random.integer(2, 5),
  ]);
  const others: readonly Ballot[] = ["silent", "against", "abstain"];
  const votes = random
    .shuffled(Array.from({ length: size }, (_, index) => index < supporters))
    .map((inFavour): Vote => ({
      weight: random.integer(1, random.pick([1, 100, largest])),
      ballot: inFavour ? "for" : random.pick(others),
    }));
  if (random.fraction() < 0.5) moveToThreshold(random, votes);
  return votes;
}

/** Gives one member that is not in favour the weight with which the others have 65 % exactly, or one unit more or less. */
function moveToThreshold(random: Random, votes: Vote[]): void {
  const opponent = votes.find(({ ballot }) => ballot !== "for");
  if (!opponent) return;
  const sum = (inFavour: boolean): number =>
    votes.reduce(
      (total, vote) => total + ((vote.ballot === "for") === inFavour ? vote.weight : 0),
      0,
    );
  const wanted =
    Math.floor((sum(true) * 35) / 65) - (sum(false) - opponent.weight) + random.integer(-1, 1);
  if (wanted >= 1 && sum(true) + sum(false) - opponent.weight + wanted <= maximumTotal)
    opponent.weight = wanted;
}

/** The contract that applies the rules to many cases in one call. */
class Batch {
  readonly #connection: Awaited<ReturnType<typeof network.create>>;
  readonly #contract: { address: Address; abi: Abi };

  constructor(
    connection: Awaited<ReturnType<typeof network.create>>,
    contract: { address: Address; abi: Abi },
  ) {
    this.#connection = connection;
    this.#contract = contract;
  }

  async outcomes(cases: readonly (readonly Vote[])[]): Promise<number[]> {
    const counts = cases.map((votes) => {
      const inFavour = votes.filter(({ ballot }) => ballot === "for");
      const weight = (some: readonly Vote[]): bigint =>
        BigInt(some.reduce((sum, vote) => sum + vote.weight, 0));
      return {
        heads: BigInt(inFavour.length),
        weight: weight(inFavour),
        totalHeads: BigInt(votes.length),
        totalWeight: weight(votes),
      };
    });
    const answers: number[] = [];
    for (let first = 0; first < counts.length; first += portion) {
      answers.push(...(await this.#ask("outcomes", [counts.slice(first, first + portion)])));
    }
    return answers;
  }

  /** Judgements of class sets, for many votes of one body; votes with equal sums are asked about once. */
  async judgements(
    weights: readonly number[],
    sets: readonly number[],
    cases: readonly (readonly Vote[])[],
  ): Promise<bigint[]> {
    const sums = cases.map((votes) => {
      const of = (ballot: Ballot): [heads: bigint, weight: bigint] => {
        const some = votes.filter((vote) => vote.ballot === ballot);
        return [BigInt(some.length), BigInt(some.reduce((sum, vote) => sum + vote.weight, 0))];
      };
      return [...of("for"), ...of("against"), ...of("abstain")];
    });
    const distinct = new Map(sums.map((sum) => [sum.join(), sum]));
    const total = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
    const client = await this.#connection.viem.getPublicClient();
    const answers = new Map<string, bigint>();
    const entries = [...distinct];
    for (let first = 0; first < entries.length; first += smallPortion) {
      const some = entries.slice(first, first + smallPortion);
      const votes = some.map(
        ([, [forHeads, forWeight, againstHeads, againstWeight, abstainHeads, abstainWeight]]) => ({
          forHeads,
          againstHeads,
          abstainHeads,
          forWeight,
          againstWeight,
          abstainWeight,
          totalHeads: BigInt(weights.length),
          totalWeight: total,
        }),
      );
      const found = (await client.readContract({
        ...this.#contract,
        functionName: "judgements",
        args: [weights.map(BigInt), sets, votes],
      })) as bigint[];
      some.forEach(([key], index) => answers.set(key, found[index]!));
    }
    return sums.map((sum) => answers.get(sum.join())!);
  }

  async #ask(functionName: string, args: unknown[]): Promise<number[]> {
    const client = await this.#connection.viem.getPublicClient();
    const { address, abi } = this.#contract;
    return [
      ...hexToBytes((await client.readContract({ address, abi, functionName, args })) as Hex),
    ];
  }
}
