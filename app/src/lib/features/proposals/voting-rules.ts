/**
 * The rules of `contracts/governance/VotingRules.sol` as they are shipped, in the same exact integers, so that the page can
 * say what is still needed without asking the chain once per question. Whatever binds is read from the contract.
 */

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
/** The classes that look at who is in favour. */
export type Majority = Exclude<DecisionClass, "unanimity" | "objection">;

export function isMajority(decisionClass: DecisionClass): decisionClass is Majority {
  return decisionClass !== "unanimity" && decisionClass !== "objection";
}

export const votingRules = {
  qualifiedHeadsPercent: 55,
  reinforcedHeadsPercent: 72,
  weightPercent: 65n,
  blockingHeads: 4,
  objections: 1,
} as const;

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

/** Members in favour that a class needs at least. */
export function neededHeads(decisionClass: Majority, totalHeads: number): number {
  switch (decisionClass) {
    case "simple":
      return Math.floor(totalHeads / 2) + 1;
    case "qualified":
    case "participating":
      return ceilDivide(totalHeads * votingRules.qualifiedHeadsPercent, 100);
    case "reinforced":
      return ceilDivide(totalHeads * votingRules.reinforcedHeadsPercent, 100);
  }
}

/** Weight in favour that a class asks for; 0 for a class that counts members only. */
export function neededWeight(decisionClass: Majority, totalWeight: bigint): bigint {
  if (decisionClass === "simple") return 0n;
  return (totalWeight * votingRules.weightPercent + 99n) / 100n;
}

/** Members that have to vote, in whatever way, for a unanimous decision. */
export function neededQuorum(totalHeads: number): number {
  return Math.floor(totalHeads / 2) + 1;
}

/**
 * Members in favour from which a qualified majority no longer asks for weight, because fewer members are left than a
 * blocking minority has: four, or what follows from the weights of participants.
 */
export function headsThatOverrideWeight(decisionClass: Majority, totals: Totals): number {
  const ofParticipants = decisionClass === "participating" ? totals.blockingHeads : undefined;
  return Math.max(0, totals.heads - (ofParticipants ?? votingRules.blockingHeads) + 1);
}

/** The smallest number of participants that together hold more than 35 % of their weight, plus one. */
export function blockingMinority(weights: readonly bigint[]): number {
  const heaviestFirst = weights.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const total = heaviestFirst.reduce((sum, weight) => sum + weight, 0n);
  let held = 0n;
  for (const [index, weight] of heaviestFirst.entries()) {
    held += weight;
    if (held * 100n > total * (100n - votingRules.weightPercent)) return index + 2;
  }
  return weights.length + 1;
}

/** Whether the votes in favour carry one class. */
export function passes(decisionClass: Majority, inFavour: Share, totals: Totals): boolean {
  const enoughHeads = inFavour.heads >= neededHeads(decisionClass, totals.heads);
  const enoughWeight = inFavour.weight >= neededWeight(decisionClass, totals.weight);
  if (!canOverrideWeight(decisionClass)) return enoughHeads && enoughWeight;
  return (
    enoughHeads &&
    (enoughWeight || inFavour.heads >= headsThatOverrideWeight(decisionClass, totals))
  );
}

function canOverrideWeight(decisionClass: Majority): boolean {
  return decisionClass === "qualified" || decisionClass === "participating";
}

/** Whether the decision is adopted in one class when nothing but these votes is cast. */
export function adopts(decisionClass: DecisionClass, tally: Tally, totals: Totals): boolean {
  if (totals.heads === 0) return false;
  if (decisionClass === "objection") return tally.against.heads < votingRules.objections;
  if (decisionClass === "unanimity") {
    const taking = tally.for.heads + tally.against.heads + tally.abstain.heads;
    const opposed = tally.against.heads > 0;
    return !opposed && tally.for.heads > 0 && taking >= neededQuorum(totals.heads);
  }
  return passes(decisionClass, tally.for, totals);
}

/** Whether the votes in favour carry every class. No class at all, or an empty body, never passes. */
export function passesAll(classes: readonly Majority[], inFavour: Share, totals: Totals): boolean {
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
 * Whether the votes so far decide, and whether they carry it if nobody else votes. Two completions are the extremes for
 * every class at once: everybody else in favour, and everybody else against.
 */
export function decision(
  classes: readonly DecisionClass[],
  tally: Tally,
  totals: Totals,
): Decision {
  const silent = silentShare(tally, totals);
  const join = ({ heads, weight }: Share): Share => ({
    heads: heads + silent.heads,
    weight: weight + silent.weight,
  });
  const adopted = (votes: Tally): boolean =>
    classes.length > 0 && classes.every((decisionClass) => adopts(decisionClass, votes, totals));
  const atBest = adopted({ ...tally, for: join(tally.for) });
  const atWorst = adopted({ ...tally, against: join(tally.against) });
  return { decided: atWorst || !atBest, succeeded: adopted(tally) };
}

/** What one class still lacks. */
export interface ClassNeed {
  decisionClass: Majority;
  reached: boolean;
  /** Further members in favour up to the threshold of members; 0 when it is reached. */
  heads: number;
  /** Further inhabitants up to the threshold of weight; 0 when it is reached or when the class asks for none. */
  weight: bigint;
  /**
   * Qualified majority and participants only, and only while the weight is missing: with so many further members in
   * favour, fewer are left than a blocking minority has, and the weight no longer counts.
   */
  orHeads: number | null;
}

export function stillNeeded(decisionClass: Majority, inFavour: Share, totals: Totals): ClassNeed {
  const heads = Math.max(0, neededHeads(decisionClass, totals.heads) - inFavour.heads);
  const missingWeight = neededWeight(decisionClass, totals.weight) - inFavour.weight;
  const reached = passes(decisionClass, inFavour, totals);
  const weight = reached || missingWeight < 0n ? 0n : missingWeight;
  const orHeads =
    canOverrideWeight(decisionClass) && weight > 0n
      ? Math.max(heads, headsThatOverrideWeight(decisionClass, totals) - inFavour.heads)
      : null;
  return { decisionClass, reached, heads, weight, orHeads };
}

/**
 * The smallest number of further members in favour with which all classes pass; null when even all of them are not
 * enough. Every rule grows with heads and with weight, so the heaviest silent members are the best choice for each
 * number.
 */
export function fewestFurtherVotes(
  classes: readonly Majority[],
  inFavour: Share,
  silentWeights: readonly bigint[],
  totals: Totals,
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
