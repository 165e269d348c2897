import type { Support } from "./eligibility.ts";
import {
  type Fraction,
  hasEqualVotes,
  isMajority,
  neededHeads,
  reachedWith,
  type Rule,
  type Totals,
} from "./voting-rules.ts";

/** A member as it stands in the bars: what it weighs at the snapshot and what it voted. */
export interface BarMember {
  code: string;
  weight: bigint;
  /** Null while it has not voted. */
  support: Support | null;
}

/** A member's place in a bar, as fractions of its length. */
export interface BarSegment<Member extends BarMember = BarMember> {
  member: Member;
  start: number;
  end: number;
}

export interface BarPair<Member extends BarMember = BarMember> {
  /** All members equally long. */
  heads: BarSegment<Member>[];
  /** Each member as long as its weight. */
  weight: BarSegment<Member>[];
}

const places: Record<Support | "silent", number> = { for: 0, silent: 1, abstain: 2, against: 3 };

/**
 * In favour from the left, against from the right, abstentions next to them, whoever is silent in between. The heavy
 * ones stand at the outside, so that both bars have one order and the inner end of each side shows what comes next.
 */
export function barPair<Member extends BarMember>(members: readonly Member[]): BarPair<Member> {
  const ordered = members.toSorted((a, b) => {
    const place = places[a.support ?? "silent"] - places[b.support ?? "silent"];
    if (place !== 0) return place;
    const lighter = a.weight < b.weight ? 1 : a.weight > b.weight ? -1 : a.code < b.code ? -1 : 1;
    return a.support === "against" || a.support === "abstain" ? -lighter : lighter;
  });
  const totalWeight = Number(ordered.reduce((sum, { weight }) => sum + weight, 0n));
  return {
    heads: segments(ordered, () => 1 / ordered.length),
    weight: segments(ordered, ({ weight }) =>
      totalWeight === 0 ? 0 : Number(weight) / totalWeight,
    ),
  };
}

export interface BarThresholds {
  /** Members in favour that are needed, and their place in the bar. */
  heads: { needed: number; at: number };
  /** Null when only members count. */
  weight: { share: number; at: number } | null;
}

/** The marks of the strictest rules: all of them must adopt. Null for a proposal without a rule that has a mark. */
export function barThresholds(rules: readonly Rule[], totals: Totals): BarThresholds | null {
  const majorities = rules.filter(isMajority);
  if (majorities.length === 0 || totals.heads === 0) return null;
  if (hasEqualVotes(totals)) {
    const needed = Math.max(...majorities.map((rule) => reachedWith(rule, totals)));
    return { heads: { needed, at: needed / totals.heads }, weight: null };
  }
  const needed = Math.max(...majorities.map((rule) => neededHeads(rule, totals.heads)));
  const shares = majorities.flatMap(({ weight }) => (weight === null ? [] : [partOf(weight)]));
  const share = Math.max(...shares);
  return {
    heads: { needed, at: needed / totals.heads },
    weight: shares.length === 0 ? null : { share, at: share },
  };
}

const partOf = ([numerator, denominator]: Fraction): number => numerator / denominator;

function segments<Member extends BarMember>(
  members: readonly Member[],
  length: (member: Member) => number,
): BarSegment<Member>[] {
  let end = 0;
  return members.map((member) => {
    const start = end;
    end = start + length(member);
    return { member, start, end };
  });
}
