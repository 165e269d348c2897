/**
 * The rules of `contracts/governance/VotingRules.sol` in the same exact integers, so that the page can say what is still needed
 * without asking the chain once per question. Whatever binds is read from the contract.
 */

import type { Fraction } from "#lib/ui/share-text.ts";

export const decisionClasses = [
  "reinforced",
  "qualified",
  "simple",
  "unanimity",
  "participating",
  "objection",
] as const;
/** How a decision is taken; the place in the list is the value on the chain. */
export type DecisionClass = (typeof decisionClasses)[number];

export type { Fraction };

/** A rule that looks at who is in favour. */
export interface MajorityRule {
  kind: "majority" | "participants";
  heads: Fraction;
  /** Whether the share of the heads must be exceeded instead of reached. */
  more: boolean;
  /** Null where the weight does not count. */
  weight: Fraction | null;
  /**
   * Members that have to be against or silent at least, to block by their weight; null where any number can. For participants
   * it follows from their weights: `Totals.blockingHeads`.
   */
  blockingHeads: number | null;
}

/** What a class asks for. */
export type Rule =
  | MajorityRule
  /** Nobody against, somebody in favour, and more than this share of the members voting. */
  | { kind: "unanimity"; quorum: Fraction }
  /** So many members against prevent it. */
  | { kind: "objection"; objections: number };

/** All rules of an edition. */
export type Rules = Readonly<Record<DecisionClass, Rule>>;

const threshold: Fraction = [65, 100];

/** Edition 0: the rules as they are shipped. */
export const shippedRules = {
  simple: { kind: "majority", heads: [1, 2], more: true, weight: null, blockingHeads: null },
  qualified: {
    kind: "majority",
    heads: [55, 100],
    more: false,
    weight: threshold,
    blockingHeads: 4,
  },
  reinforced: {
    kind: "majority",
    heads: [72, 100],
    more: false,
    weight: threshold,
    blockingHeads: null,
  },
  participating: {
    kind: "participants",
    heads: [55, 100],
    more: false,
    weight: threshold,
    blockingHeads: null,
  },
  unanimity: { kind: "unanimity", quorum: [1, 2] },
  objection: { kind: "objection", objections: 1 },
} as const satisfies Rules;

/** A rule as the contract writes it: fields that its kind does not use are 0. */
export interface EncodedRule {
  kind: number;
  headsNumerator: number;
  headsDenominator: number;
  moreThanHeads: boolean;
  weightNumerator: number;
  weightDenominator: number;
  blockingHeads: number;
  quorumNumerator: number;
  quorumDenominator: number;
  objections: number;
}

/** In the order of `RuleKind` in `contracts/types/Rule.sol`. */
export const ruleKinds = ["majority", "unanimity", "participants", "objection"] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** The rule without the fields that its kind does not use. */
export function ruleOf(kind: RuleKind, rule: Omit<EncodedRule, "kind">): Rule {
  switch (kind) {
    case "majority":
    case "participants":
      return {
        kind,
        heads: [rule.headsNumerator, rule.headsDenominator],
        more: rule.moreThanHeads,
        weight: rule.weightNumerator === 0 ? null : [rule.weightNumerator, rule.weightDenominator],
        blockingHeads: rule.blockingHeads === 0 ? null : rule.blockingHeads,
      };
    case "unanimity":
      return { kind, quorum: [rule.quorumNumerator, rule.quorumDenominator] };
    case "objection":
      return { kind, objections: rule.objections };
  }
}

/** The rule as the contract takes it. */
export function encodedRule(rule: Rule): EncodedRule {
  const unused = {
    kind: ruleKinds.indexOf(rule.kind),
    headsNumerator: 0,
    headsDenominator: 0,
    moreThanHeads: false,
    weightNumerator: 0,
    weightDenominator: 0,
    blockingHeads: 0,
    quorumNumerator: 0,
    quorumDenominator: 0,
    objections: 0,
  };
  switch (rule.kind) {
    case "majority":
    case "participants": {
      const [headsNumerator, headsDenominator] = rule.heads;
      const [weightNumerator, weightDenominator] = rule.weight ?? [0, 1];
      return {
        ...unused,
        headsNumerator,
        headsDenominator,
        moreThanHeads: rule.more,
        weightNumerator,
        weightDenominator,
        blockingHeads: rule.blockingHeads ?? 0,
      };
    }
    case "unanimity":
      return { ...unused, quorumNumerator: rule.quorum[0], quorumDenominator: rule.quorum[1] };
    case "objection":
      return { ...unused, objections: rule.objections };
  }
}

/** Whether two rules ask for the same, in whatever numbers their shares are written: 1/2 is 50/100. */
export function isSameRule(a: Rule, b: Rule): boolean {
  const sameShare = (one: Fraction | null, other: Fraction | null) =>
    one === null || other === null ? one === other : one[0] * other[1] === other[0] * one[1];
  switch (a.kind) {
    case "majority":
    case "participants":
      return (
        a.kind === b.kind &&
        a.more === b.more &&
        sameShare(a.heads, b.heads) &&
        sameShare(a.weight, b.weight) &&
        a.blockingHeads === b.blockingHeads
      );
    case "unanimity":
      return a.kind === b.kind && sameShare(a.quorum, b.quorum);
    case "objection":
      return a.kind === b.kind && a.objections === b.objections;
  }
}

/** Whether whatever carries the majority `strict` carries the majority `easy` as well, in a body of any size; as the contract compares. */
export function isAtLeastAsStrict(strict: MajorityRule, easy: MajorityRule): boolean {
  const product = ([numerator]: Fraction, [, denominator]: Fraction) => numerator * denominator;
  const [a, b] = [product(strict.heads, easy.heads), product(easy.heads, strict.heads)];
  if (a < b || (a === b && easy.more && !strict.more)) return false;
  if (easy.weight === null) return true;
  if (strict.weight === null) return false;
  const isHeavier = product(strict.weight, easy.weight) >= product(easy.weight, strict.weight);
  return isHeavier && (strict.blockingHeads ?? 0) <= (easy.blockingHeads ?? 0);
}

/** From an edition on a class has this rule; the other classes keep theirs. */
export interface RuleChange {
  edition: number;
  decisionClass: DecisionClass;
  rule: Rule;
}

/** All rules of an edition, from the changes in any order. */
export function rulesAt(edition: number, changes: readonly RuleChange[]): Rules {
  const made = changes
    .filter((change) => change.edition <= edition)
    .toSorted((a, b) => a.edition - b.edition);
  return {
    ...shippedRules,
    ...Object.fromEntries(made.map(({ decisionClass, rule }) => [decisionClass, rule])),
  };
}

export function isMajority(rule: Rule): rule is MajorityRule {
  return rule.kind === "majority" || rule.kind === "participants";
}

/** Votes in favour, or any other part of a body. */
export interface Share {
  heads: number;
  weight: bigint;
}

/** All that can be cast. */
export interface Totals extends Share {
  /** Where the participants of an enhanced cooperation decide: members that a blocking minority has at least. */
  blockingHeads?: number;
}

export interface Tally {
  for: Share;
  against: Share;
  abstain: Share;
}

export interface Decision {
  /** No completion of the silent votes can change the outcome any more. */
  decided: boolean;
  /** The votes so far carry every class. */
  succeeded: boolean;
}

/** The classes in a set as the chain stores it: bit `i` stands for the class with value `i`. */
export function classesOf(set: number): DecisionClass[] {
  return decisionClasses.filter((_, value) => (set & (1 << value)) !== 0);
}

/** Members in favour that a rule needs at least. */
export function neededHeads({ heads, more }: MajorityRule, totalHeads: number): number {
  const [numerator, denominator] = heads;
  const asked = totalHeads * numerator;
  return more ? Math.floor(asked / denominator) + 1 : Math.ceil(asked / denominator);
}

/** Whether every member has one vote, so that shares of heads and of weight are the same, and no number of inhabitants stands for anybody. */
export function hasEqualVotes({ heads, weight }: Share): boolean {
  return heads > 0 && weight === BigInt(heads);
}

/** Where every member has one vote: members in favour with which a majority is reached. */
export function reachedWith(rule: MajorityRule, totals: Totals): number {
  for (let heads = neededHeads(rule, totals.heads); heads < totals.heads; ++heads)
    if (passes(rule, { heads, weight: BigInt(heads) }, totals)) return heads;
  return totals.heads;
}

/** Weight in favour that a rule asks for; 0 for one that counts members only. */
export function neededWeight({ weight }: MajorityRule, totalWeight: bigint): bigint {
  if (weight === null) return 0n;
  const [numerator, denominator] = [BigInt(weight[0]), BigInt(weight[1])];
  return (totalWeight * numerator + denominator - 1n) / denominator;
}

/** Members that have to vote, in whatever way, for a unanimous decision. */
export function neededQuorum([numerator, denominator]: Fraction, totalHeads: number): number {
  return Math.floor((totalHeads * numerator) / denominator) + 1;
}

/** Members against that prevent what silence would adopt: more than half of all always do. */
export function preventingObjections(objections: number, totalHeads: number): number {
  return Math.min(objections, Math.floor(totalHeads / 2) + 1);
}

/** Members that a blocking minority has at least; null where the weight decides whatever their number. */
export function blockingHeads(rule: MajorityRule, totals: Totals): number | null {
  return (rule.kind === "participants" ? totals.blockingHeads : rule.blockingHeads) ?? null;
}

/**
 * Members in favour from which a majority no longer asks for weight, because fewer members are left than a blocking minority
 * has; null where the weight always counts.
 */
export function headsThatOverrideWeight(rule: MajorityRule, totals: Totals): number | null {
  const blocking = blockingHeads(rule, totals);
  return blocking === null ? null : Math.max(0, totals.heads - blocking + 1);
}

/** The smallest number of participants that together hold more than the weight that may be missing, plus one. */
export function blockingMinority(rule: MajorityRule, weights: readonly bigint[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const [numerator, denominator] = rule.weight ?? [0, 1];
  const missing = total * BigInt(denominator - numerator);
  let held = 0n;
  for (const [index, weight] of heaviestFirst(weights).entries()) {
    held += weight;
    if (held * BigInt(denominator) > missing) return index + 2;
  }
  return weights.length + 1;
}

/** Whether the votes in favour carry one majority. */
export function passes(rule: MajorityRule, inFavour: Share, totals: Totals): boolean {
  if (inFavour.heads < neededHeads(rule, totals.heads)) return false;
  const override = headsThatOverrideWeight(rule, totals);
  const overridden = override !== null && inFavour.heads >= override;
  return overridden || inFavour.weight >= neededWeight(rule, totals.weight);
}

/** Whether the decision is adopted by one rule when nothing but these votes is cast. */
export function adopts(rule: Rule, tally: Tally, totals: Totals): boolean {
  if (totals.heads === 0) return false;
  if (rule.kind === "objection")
    return tally.against.heads < preventingObjections(rule.objections, totals.heads);
  if (rule.kind === "unanimity") {
    const taking = tally.for.heads + tally.against.heads + tally.abstain.heads;
    const opposed = tally.against.heads > 0;
    return !opposed && tally.for.heads > 0 && taking >= neededQuorum(rule.quorum, totals.heads);
  }
  return passes(rule, tally.for, totals);
}

/** Whether every rule adopts the decision. No rule at all, or an empty body, never does. */
export function adoptedByAll(rules: readonly Rule[], tally: Tally, totals: Totals): boolean {
  return rules.length > 0 && rules.every((rule) => adopts(rule, tally, totals));
}

/** What the members that have not voted would add if all of them voted the same way. */
export function silentShare(tally: Tally, totals: Share): Share {
  return {
    heads: totals.heads - tally.for.heads - tally.against.heads - tally.abstain.heads,
    weight: totals.weight - tally.for.weight - tally.against.weight - tally.abstain.weight,
  };
}

/** Two parts of a body together. */
export function joined(a: Share, b: Share): Share {
  return { heads: a.heads + b.heads, weight: a.weight + b.weight };
}

/**
 * Whether the votes so far decide, and whether they carry it if nobody else votes. Two completions are the extremes for
 * every rule at once: everybody else in favour, and everybody else against.
 */
export function decision(rules: readonly Rule[], tally: Tally, totals: Totals): Decision {
  const silent = silentShare(tally, totals);
  const atBest = adoptedByAll(rules, { ...tally, for: joined(tally.for, silent) }, totals);
  const atWorst = adoptedByAll(rules, { ...tally, against: joined(tally.against, silent) }, totals);
  return { decided: atWorst || !atBest, succeeded: adoptedByAll(rules, tally, totals) };
}

/** What one majority still lacks. */
export interface ClassNeed {
  reached: boolean;
  /** Further members in favour up to the threshold of members; 0 when it is reached. */
  heads: number;
  /** Further inhabitants up to the threshold of weight; 0 when it is reached or when the rule asks for none. */
  weight: bigint;
  /**
   * Only where few members cannot block by their weight, and only while the weight is missing: with so many further members
   * in favour, fewer are left than a blocking minority has, and the weight no longer counts.
   */
  orHeads: number | null;
}

export function stillNeeded(rule: MajorityRule, inFavour: Share, totals: Totals): ClassNeed {
  if (hasEqualVotes(totals)) {
    const missing = Math.max(0, reachedWith(rule, totals) - inFavour.heads);
    return { reached: missing === 0, heads: missing, weight: 0n, orHeads: null };
  }
  const heads = Math.max(0, neededHeads(rule, totals.heads) - inFavour.heads);
  const missingWeight = neededWeight(rule, totals.weight) - inFavour.weight;
  const reached = passes(rule, inFavour, totals);
  const weight = reached || missingWeight < 0n ? 0n : missingWeight;
  const override = headsThatOverrideWeight(rule, totals);
  const orHeads =
    override !== null && weight > 0n ? Math.max(heads, override - inFavour.heads) : null;
  return { reached, heads, weight, orHeads };
}

/**
 * The smallest number of further members in favour with which the decision is adopted when nobody else votes; null when even
 * all of them are not enough. Every rule grows with heads and with weight, so the heaviest silent members are the best choice
 * for each number.
 */
export function fewestFurtherVotes(
  rules: readonly Rule[],
  tally: Tally,
  silentWeights: readonly bigint[],
  totals: Totals,
): number | null {
  return fewest(silentWeights, (further) =>
    adoptedByAll(rules, { ...tally, for: joined(tally.for, further) }, totals),
  );
}

/**
 * The smallest number of silent members that prevent the decision by voting against, even when all others vote in favour;
 * null when even all of them cannot. The heaviest silent members are the best choice for each number here, too.
 */
export function fewestPreventing(
  rules: readonly Rule[],
  tally: Tally,
  silentWeights: readonly bigint[],
  totals: Totals,
): number | null {
  const silent = silentShare(tally, totals);
  return fewest(silentWeights, (opposed) => {
    const others = {
      heads: silent.heads - opposed.heads,
      weight: silent.weight - opposed.weight,
    };
    const votes = {
      ...tally,
      for: joined(tally.for, others),
      against: joined(tally.against, opposed),
    };
    return !adoptedByAll(rules, votes, totals);
  });
}

/** How many of the heaviest members it takes. */
function fewest(weights: readonly bigint[], enough: (members: Share) => boolean): number | null {
  let members: Share = { heads: 0, weight: 0n };
  if (enough(members)) return 0;
  for (const weight of heaviestFirst(weights)) {
    members = joined(members, { heads: 1, weight });
    if (enough(members)) return members.heads;
  }
  return null;
}

function heaviestFirst(weights: readonly bigint[]): bigint[] {
  return weights.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
}
