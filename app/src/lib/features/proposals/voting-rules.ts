/**
 * The majorities of `contracts/governance/VotingRules.sol`, in the same exact integers, so that the page can say
 * what is still needed without asking the chain once per question. Whatever binds is read from the contract.
 */

export const decisionClasses = ["reinforced", "qualified", "simple"] as const;
/** How large a majority a decision needs; the place in the list is the value on the chain. */
export type DecisionClass = (typeof decisionClasses)[number];

export const votingRules = {
  qualifiedHeadsPercent: 55,
  reinforcedHeadsPercent: 72,
  weightPercent: 65n,
  blockingHeads: 4,
} as const;

/** Votes in favour, or any other part of a body. */
export interface Share {
  heads: number;
  weight: bigint;
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

/** Members in favour that a class needs at least. */
export function neededHeads(decisionClass: DecisionClass, totalHeads: number): number {
  switch (decisionClass) {
    case "simple":
      return Math.floor(totalHeads / 2) + 1;
    case "qualified":
      return ceilDivide(totalHeads * votingRules.qualifiedHeadsPercent, 100);
    case "reinforced":
      return ceilDivide(totalHeads * votingRules.reinforcedHeadsPercent, 100);
  }
}

/** Weight in favour that a class asks for; 0 for a class that counts members only. */
export function neededWeight(decisionClass: DecisionClass, totalWeight: bigint): bigint {
  if (decisionClass === "simple") return 0n;
  return (totalWeight * votingRules.weightPercent + 99n) / 100n;
}

/**
 * Members in favour from which the qualified majority no longer asks for weight, because fewer than four members
 * are left that could block.
 */
export function headsThatOverrideWeight(totalHeads: number): number {
  return Math.max(0, totalHeads - votingRules.blockingHeads + 1);
}

/** Whether the votes in favour carry one class. */
export function passes(decisionClass: DecisionClass, inFavour: Share, totals: Share): boolean {
  const enoughHeads = inFavour.heads >= neededHeads(decisionClass, totals.heads);
  const enoughWeight = inFavour.weight >= neededWeight(decisionClass, totals.weight);
  if (decisionClass !== "qualified") return enoughHeads && enoughWeight;
  return enoughHeads && (enoughWeight || inFavour.heads >= headsThatOverrideWeight(totals.heads));
}

/** Whether the votes in favour carry every class. No class at all, or an empty body, never passes. */
export function passesAll(
  classes: readonly DecisionClass[],
  inFavour: Share,
  totals: Share,
): boolean {
  if (classes.length === 0 || totals.heads === 0) return false;
  return classes.every((decisionClass) => passes(decisionClass, inFavour, totals));
}

/** What the members that have not voted would add if all of them voted the same way. */
export function silentShare(tally: Tally, totals: Share): Share {
  return {
    heads: totals.heads - tally.for.heads - tally.against.heads - tally.abstain.heads,
    weight: totals.weight - tally.for.weight - tally.against.weight - tally.abstain.weight,
  };
}

/**
 * Whether the votes so far decide. The rules are monotone, so the two extreme completions are enough: nobody else in
 * favour, and everybody else in favour.
 */
export function decision(classes: readonly DecisionClass[], tally: Tally, totals: Share): Decision {
  const succeeded = passesAll(classes, tally.for, totals);
  if (succeeded) return { decided: true, succeeded };
  const silent = silentShare(tally, totals);
  const best = { heads: tally.for.heads + silent.heads, weight: tally.for.weight + silent.weight };
  return { decided: !passesAll(classes, best, totals), succeeded };
}

/** What one class still lacks. */
export interface ClassNeed {
  decisionClass: DecisionClass;
  reached: boolean;
  /** Further members in favour up to the threshold of members; 0 when it is reached. */
  heads: number;
  /** Further inhabitants up to the threshold of weight; 0 when it is reached or when the class asks for none. */
  weight: bigint;
  /**
   * Qualified majority only, and only while its weight is missing: with so many further members in favour, fewer
   * than four are left not in favour, and the weight no longer counts.
   */
  orHeads: number | null;
}

export function stillNeeded(
  decisionClass: DecisionClass,
  inFavour: Share,
  totals: Share,
): ClassNeed {
  const heads = Math.max(0, neededHeads(decisionClass, totals.heads) - inFavour.heads);
  const missingWeight = neededWeight(decisionClass, totals.weight) - inFavour.weight;
  const reached = passes(decisionClass, inFavour, totals);
  const weight = reached || missingWeight < 0n ? 0n : missingWeight;
  const orHeads =
    decisionClass === "qualified" && weight > 0n
      ? Math.max(heads, headsThatOverrideWeight(totals.heads) - inFavour.heads)
      : null;
  return { decisionClass, reached, heads, weight, orHeads };
}

/**
 * The smallest number of further members in favour with which all classes pass; null when even all of them are not
 * enough. Every rule grows with heads and with weight, so the heaviest silent members are the best choice for each
 * number.
 */
export function fewestFurtherVotes(
  classes: readonly DecisionClass[],
  inFavour: Share,
  silentWeights: readonly bigint[],
  totals: Share,
): number | null {
  const heaviestFirst = silentWeights.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  let { heads, weight } = inFavour;
  if (passesAll(classes, inFavour, totals)) return 0;
  for (const further of heaviestFirst) {
    heads += 1;
    weight += further;
    if (passesAll(classes, { heads, weight }, totals)) return heads - inFavour.heads;
  }
  return null;
}

function ceilDivide(numerator: number, denominator: number): number {
  return Math.floor((numerator + denominator - 1) / denominator);
}
