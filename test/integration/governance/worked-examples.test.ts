import { readFileSync } from "node:fs";

import { expect } from "chai";
import { network } from "hardhat";

import {
  isAdopted,
  majorities,
  settledOutcome,
  type Ballot,
  type Majority,
  type Vote,
} from "../../support/treaty-majorities.ts";

const page = new URL("../../../docs/how-the-unions-rules-are-computed.md", import.meta.url);
const ballotOf: Record<string, Ballot> = {
  "+": "for",
  "-": "against",
  "0": "abstain",
  "?": "silent",
};

interface Example {
  majority: Majority;
  members: string;
  votes: Vote[];
  adopted: boolean;
  settled: string;
}

/** The lines of the table below the heading "Worked examples". */
function examples(): Example[] {
  const [, section = ""] = readFileSync(page, "utf8").split("## Worked examples");
  const lines = (section.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => /^\| [a-z]+ \| \d/.test(line));
  return lines.map((line) => {
    const [, name = "", members = "", now = "", settled = ""] = line
      .split("|")
      .map((cell) => cell.trim());
    const majority = majorities.find((known) => known === name);
    if (!majority)
      throw new Error(`The page has an example of the class ${name}, which does not exist.`);
    const votes = members.split(" ").map((member): Vote => {
      const ballot = ballotOf[member.at(-1) ?? ""];
      if (!ballot)
        throw new Error(`The page has the member ${member}, whose vote is none of + - 0 ?.`);
      return { weight: Number(member.slice(0, -1)), ballot };
    });
    return { majority, members, votes, adopted: now === "yes", settled };
  });
}

describe("Worked examples of the page on the Union's rules", () => {
  let connection: Awaited<ReturnType<typeof network.create>>;
  before(async () => {
    connection = await network.create();
  });
  after(async () => connection.close());

  it("are there for each class", () => {
    expect(new Set(examples().map(({ majority }) => majority))).to.deep.equal(new Set(majorities));
  });

  for (const { majority, members, votes, adopted, settled } of examples()) {
    it(`GV4, GV7: ${majority}: ${members}: ${adopted ? "passes" : "fails"} now, ${settled}`, async () => {
      const set = 1 << majorities.indexOf(majority);
      const batch = await connection.viem.deployContract("VotingRulesBatch");
      const of = (ballot: Ballot) => {
        const some = votes.filter((vote) => vote.ballot === ballot);
        return {
          heads: BigInt(some.length),
          weight: BigInt(some.reduce((sum, { weight }) => sum + weight, 0)),
        };
      };
      const weights = votes.map(({ weight }) => BigInt(weight));
      const [answer = 0n] = await batch.read.judgements([
        weights,
        [set],
        [
          {
            forHeads: of("for").heads,
            againstHeads: of("against").heads,
            abstainHeads: of("abstain").heads,
            forWeight: of("for").weight,
            againstWeight: of("against").weight,
            abstainWeight: of("abstain").weight,
            totalHeads: BigInt(votes.length),
            totalWeight: weights.reduce((sum, weight) => sum + weight, 0n),
          },
        ],
      ]);
      const bit = (place: number): boolean => ((answer >> BigInt(place)) & 1n) === 1n;
      const found = bit(set + 64) ? "adopted" : bit(set + 128) ? "refused" : "open";
      expect([bit(set), found], "contract").to.deep.equal([adopted, settled]);
      const outcome = settledOutcome({ majorities: [majority], votes });
      const model = outcome === undefined ? "open" : outcome ? "adopted" : "refused";
      expect([isAdopted({ majorities: [majority], votes }), model], "model").to.deep.equal([
        adopted,
        settled,
      ]);
    });
  }
});
