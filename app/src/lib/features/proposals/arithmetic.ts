import type { Ballot, Proposal } from "./proposal.ts";
import { silentWeights } from "./proposal.ts";
import {
  adoptedByAll,
  adopts,
  blockingHeads,
  decision,
  type DecisionClass,
  fewestFurtherVotes,
  fewestPreventing,
  joined,
  type MajorityRule,
  isMajority,
  neededHeads,
  neededQuorum,
  neededWeight,
  preventingObjections,
  type Rule,
  type Share,
  silentShare,
} from "./voting-rules.ts";

type Judged = Pick<Proposal, "classes" | "rules" | "tally" | "totals" | "ballots">;

/** One thing that a class asks for, and how far the votes are. */
export type Condition =
  /** Members in favour. */
  | { asks: "heads"; needed: number; have: number; of: number; met: boolean; rule: MajorityRule }
  /** Their weight. `waived` while too few members are not in favour to block by theirs. */
  | {
      asks: "weight";
      needed: bigint;
      have: bigint;
      of: bigint;
      met: boolean;
      waived: boolean;
      rule: MajorityRule;
    }
  /** Members that have to stand against it, or aside, to block by their weight: those that do not vote in favour so far. */
  | {
      asks: "minority";
      heads: number;
      have: number;
      weight: bigint;
      of: bigint;
      rule: MajorityRule;
    }
  /** Members taking part. */
  | { asks: "quorum"; needed: number; have: number; of: number; met: boolean }
  /** Members against: none in unanimity, fewer than `limit` in an objection procedure. */
  | { asks: "no-objection"; limit: number; have: number; met: boolean };

export interface ClassArithmetic {
  decisionClass: DecisionClass;
  rule: Rule;
  /** Whether the votes so far carry the class if nobody else votes. */
  met: boolean;
  conditions: Condition[];
}

/** What silent members can still do. */
export interface Influence {
  /** Members that can do it alone, heaviest first. */
  alone: Ballot[];
  /** How many can do it together at best: the heaviest ones; null when even all of them cannot. */
  fewest: number | null;
  /** Those heaviest ones. */
  together: Ballot[];
}

export interface Arithmetic {
  classes: ClassArithmetic[];
  /** Members that have not voted, heaviest first. */
  silent: Ballot[];
  /** What no completion of the silent votes can change; null while one can. */
  settled: "adopted" | "refused" | null;
  /** How it would end if nobody else voted. */
  asItStands: "adopted" | "refused";
  carry: Influence;
  stop: Influence;
}

/** The sums of a vote by the rules of its own edition, in the integers of the contract. */
export function arithmetic(proposal: Judged): Arithmetic {
  const { rules, tally, totals, ballots } = proposal;
  const silent = ballots
    .filter(({ support }) => support === null)
    .toSorted((a, b) => (a.weight < b.weight ? 1 : a.weight > b.weight ? -1 : compare(a, b)));
  const weights = silentWeights(ballots);
  const { decided, succeeded } = decision(rules, tally, totals);
  const carrying = fewestFurtherVotes(rules, tally, weights, totals);
  const stopping = fewestPreventing(rules, tally, weights, totals);
  const all = silentShare(tally, totals);
  const alone = (weight: bigint): Share => ({ heads: 1, weight });
  const carries = ({ weight }: Ballot) =>
    adoptedByAll(rules, { ...tally, for: joined(tally.for, alone(weight)) }, totals);
  const stops = ({ weight }: Ballot) =>
    !adoptedByAll(
      rules,
      {
        ...tally,
        for: joined(tally.for, { heads: all.heads - 1, weight: all.weight - weight }),
        against: joined(tally.against, alone(weight)),
      },
      totals,
    );
  const influence = (fewest: number | null, can: (ballot: Ballot) => boolean): Influence => ({
    fewest,
    alone: fewest === 1 ? silent.filter(can) : [],
    together: fewest === null ? [] : silent.slice(0, fewest),
  });
  return {
    classes: proposal.classes.flatMap((decisionClass, i) => {
      const rule = rules[i];
      return rule
        ? [
            {
              decisionClass,
              rule,
              met: adopts(rule, tally, totals),
              conditions: conditionsOf(rule, proposal),
            },
          ]
        : [];
    }),
    silent,
    settled: decided ? (succeeded ? "adopted" : "refused") : null,
    asItStands: succeeded ? "adopted" : "refused",
    carry: influence(carrying, carries),
    stop: influence(stopping, stops),
  };
}

function conditionsOf(rule: Rule, { tally, totals }: Judged): Condition[] {
  if (rule.kind === "objection") {
    const limit = preventingObjections(rule.objections, totals.heads);
    const have = tally.against.heads;
    return [{ asks: "no-objection", limit, have, met: have < limit }];
  }
  if (rule.kind === "unanimity") {
    const needed = neededQuorum(rule.quorum, totals.heads);
    const have = tally.for.heads + tally.against.heads + tally.abstain.heads;
    const against = tally.against.heads;
    return [
      { asks: "no-objection", limit: 1, have: against, met: against === 0 },
      { asks: "quorum", needed, have, of: totals.heads, met: have >= needed },
    ];
  }
  if (!isMajority(rule)) return [];
  const needed = neededHeads(rule, totals.heads);
  const conditions: Condition[] = [
    {
      asks: "heads",
      needed,
      have: tally.for.heads,
      of: totals.heads,
      met: tally.for.heads >= needed,
      rule,
    },
  ];
  if (rule.weight === null) return conditions;
  const weight = neededWeight(rule, totals.weight);
  const blocking = blockingHeads(rule, totals);
  const opposed = joined(tally.against, tally.abstain);
  conditions.push({
    asks: "weight",
    needed: weight,
    have: tally.for.weight,
    of: totals.weight,
    met: tally.for.weight >= weight,
    waived: blocking !== null && totals.heads - tally.for.heads < blocking,
    rule,
  });
  if (blocking !== null) {
    conditions.push({
      asks: "minority",
      heads: blocking,
      have: opposed.heads,
      weight: opposed.weight,
      of: totals.weight,
      rule,
    });
  }
  return conditions;
}

const compare = (a: Ballot, b: Ballot): number => (a.code < b.code ? -1 : 1);
