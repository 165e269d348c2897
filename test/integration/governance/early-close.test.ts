import { expect } from "chai";

import { callOf, type Body, type Call, type SupportName } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { memberStates, membersWith } from "../../support/members.ts";
import { Random } from "../../support/random.ts";
import {
  isAdopted,
  majoritiesOf,
  settledOutcome,
  type Ballot,
  type Majority,
  type Vote,
} from "../../support/treaty-majorities.ts";

const ballots: readonly Ballot[] = ["silent", "against", "for", "abstain"];
const classSets = [1, 2, 3, 4, 5, 6, 7] as const;
const node = `0x${"11".repeat(32)}` as const;

/** Weights with which heads and weight decide in turn. */
const bodies = [[1], [7, 13], [20, 35, 45], [5, 30, 30, 35], [1, 1, 1, 1]];

describe("Early close of the Council", () => {
  // Votes are open in the second after the proposal: nothing has to wait.
  const governance = { votingDelay: 0 };

  for (const weights of bodies) {
    describe(`in a body of the weights ${weights.join(", ")}`, () => {
      const body = bodyForEachTest({ members: membersWith(weights.map(BigInt)), governance });

      for (const set of classSets) {
        it(`GV7: closes class set ${set} with exactly the vote that settles it, on every ballot`, async () => {
          const random = new Random(set);
          for (let number = 0; number < 4 ** weights.length; number += 1) {
            const votes = weights.map((_, index) => ballots[(number >> (2 * index)) & 3]!);
            await follow(body(), set, weights, votes, random);
          }
        });
      }
    });
  }

  describe("in bodies of five to seven", () => {
    for (const size of [5, 6, 7]) {
      describe(`of ${size}`, () => {
        const random = new Random(70 + size);
        const weights = Array.from({ length: size }, () => random.integer(1, 20));
        const body = bodyForEachTest({ members: membersWith(weights.map(BigInt)), governance });

        it("GV7: closes with exactly the vote that settles it, on 60 random ballots", async () => {
          for (let run = 0; run < 60; run += 1) {
            const votes = weights.map(() => random.pick([...ballots, "for"] as const));
            await follow(body(), random.pick(classSets), weights, votes, random);
          }
        });
      });
    }
  });

  describe("in the Assembly of the 27 states", () => {
    const body = bodyForEachTest({ governance });
    const weights = memberStates.map(({ weight }) => Number(weight));

    it("GV4, GV7: never closes while all or none of the silent states would change the outcome, 40 random ballots", async () => {
      const random = new Random(27);
      for (let run = 0; run < 40; run += 1) {
        const inclined = random.fraction();
        const votes = weights.map((): Ballot =>
          random.fraction() < inclined ? "for" : random.pick(["silent", "against", "abstain"]),
        );
        await follow(body(), random.pick(classSets), weights, votes, random, settledByExtremes);
      }
    });
  });
});

/** For monotone rules (GV5 is proved beside VotingRules) the two extreme completions stand for all of them. */
function settledByExtremes(proposition: {
  majorities: readonly Majority[];
  votes: readonly Vote[];
}): boolean | undefined {
  const outcome = (ballot: Ballot): boolean =>
    isAdopted({
      ...proposition,
      votes: proposition.votes.map((vote) =>
        vote.ballot === "silent" ? { ...vote, ballot } : vote,
      ),
    });
  return outcome("for") === outcome("against") ? outcome("for") : undefined;
}

/** Casts the votes in a random order through the Council and compares its decision after each with the model's. */
async function follow(
  body: Body,
  set: number,
  weights: readonly number[],
  ballotsOfMembers: readonly Ballot[],
  random: Random,
  settled: typeof settledOutcome = settledOutcome,
): Promise<void> {
  const { chain, contracts } = body;
  const draft = body.draft(callsOf(body, set));
  await body.submit(0, draft);
  const votes = weights.map((weight): Vote => ({ weight, ballot: "silent" }));
  const order = random
    .shuffled([...weights.keys()])
    .filter((index) => ballotsOfMembers[index] !== "silent");

  for (const index of order) {
    const ballot = ballotsOfMembers[index] as SupportName;
    await body.vote(draft.id, index, ballot);
    votes[index]!.ballot = ballot;
    const expected = settled({ majorities: majoritiesOf(set), votes });
    const decision = await chain.read(contracts.council, "proposalDecision", [draft.id]);
    const context = `GV7: class set ${set}, votes ${JSON.stringify(votes)}`;
    expect(decision, context).to.deep.equal([expected !== undefined, expected === true]);
    if (expected !== undefined) {
      expect(await body.state(draft.id), context).to.equal(expected ? "Succeeded" : "Defeated");
      return;
    }
  }
}

/** Calls that together need the classes of a set: bit 0 reinforced, 1 qualified, 2 simple. */
function callsOf({ contracts }: Body, set: number): Call[] {
  const calls = [
    callOf(contracts.authority, "labelRole", [1n, "MEMBERSHIP"]),
    callOf(contracts.nodeRegistry, "suspendNode", [node]),
    callOf(contracts.organisationRegistry, "registerOrganisation", [
      "EUID",
      "Operator",
      contracts.council.address,
    ]),
  ];
  return calls.filter((_, bit) => (set & (1 << bit)) !== 0);
}
