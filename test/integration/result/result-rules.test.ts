import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";

import { places } from "../../../result/storage.ts";
import { judge, shippedRule } from "../../../result/rules.ts";
import type { BuildOutput } from "../../../scripts/generate/artifacts.ts";
import { Random } from "../../support/random.ts";
import {
  isAdopted,
  majorities,
  settledOutcome,
  type Ballot,
  type Vote,
} from "../../support/treaty-majorities.ts";

const root = path.resolve(import.meta.dirname, "../../..");

describe("Rules of the verifier", () => {
  it("GV4, GV7: agree with the Treaties' model, for every class and any votes", () => {
    const random = new Random(238);
    const ballots: readonly Ballot[] = ["silent", "against", "for", "abstain"];
    for (let round = 0; round < 600; round += 1) {
      const majority = random.pick(majorities);
      const votes = Array.from({ length: random.integer(1, 6) }, (): Vote => ({
        weight: random.integer(1, 40),
        ballot: random.pick(ballots),
      }));
      const counted = votes.map(({ weight, ballot }) => ({
        weight: BigInt(weight),
        support: ballot === "silent" ? null : ballot,
      }));
      const rules = [shippedRule(majority)];
      const settled = settledOutcome({ majorities: [majority], votes });
      const where = `${majority}: ${JSON.stringify(votes)}`;
      expect(judge(rules, counted, false), where).to.equal(
        settled === undefined ? "open" : settled ? "adopted" : "refused",
      );
      expect(judge(rules, counted, true), where).to.equal(
        isAdopted({ majorities: [majority], votes }) ? "adopted" : "refused",
      );
    }
  });
});

describe("Places that the verifier reads in storage", () => {
  const expected = {
    Council: [
      places.council,
      {
        name: "_name",
        proposals: "_proposals",
        terms: "_terms",
        tallies: "_tallies",
        furtherVotes: "_furtherVotes",
      },
    ],
    MemberRegistry: [
      places.memberRegistry,
      {
        seats: "_seats",
        records: "_records",
        history: "_history",
        count: "_count",
        totalsHistory: "_totalsHistory",
      },
    ],
    DecisionClasses: [places.decisionClasses, { rules: "_rules", fixed: "_fixed" }],
  } as const;
  for (const [contract, [slots, labels]] of Object.entries(expected)) {
    it(`${contract}: are those of the compiler`, () => {
      const layout = globSync("artifacts/build-info/*.output.json", { cwd: root })
        .map(
          (file) =>
            JSON.parse(readFileSync(path.join(root, file), "utf8")) as { output: BuildOutput },
        )
        .map(
          ({ output }) =>
            output.contracts[`project/contracts/governance/${contract}.sol`]?.[contract],
        )
        .find((found) => found?.storageLayout !== undefined)?.storageLayout;
      for (const [place, label] of Object.entries(labels)) {
        const slot = layout?.storage.find((variable) => variable.label === label)?.slot;
        expect(slot, label).to.equal(String((slots as Record<string, number>)[place]));
      }
    });
  }
});
