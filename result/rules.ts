import { type DecisionClass, decisionClasses, type RuleNumbers, type Support } from "./package.ts";

/**
 * The Union's rules once more, told apart from the contracts: votes are looked at one by one. Tests hold this against the contracts and
 * against the page on how the rules are computed.
 */

/** A member that has a vote, and what it did; null while it is silent. */
export interface CountedVote {
  weight: bigint;
  support: Support | null;
}

export type Verdict = "adopted" | "refused" | "open";

/** The rule of a class as it is shipped. */
export function shippedRule(decisionClass: DecisionClass): RuleNumbers {
  const none: RuleNumbers = {
    class: decisionClass,
    kind: "majority",
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
  const percent = { headsDenominator: 100, weightNumerator: 65, weightDenominator: 100 };
  switch (decisionClass) {
    case "simple":
      return {
        ...none,
        headsNumerator: 1,
        headsDenominator: 2,
        moreThanHeads: true,
        weightDenominator: 1,
      };
    case "qualified":
      return { ...none, ...percent, headsNumerator: 55, blockingHeads: 4 };
    case "reinforced":
      return { ...none, ...percent, headsNumerator: 72 };
    case "participating":
      return { ...none, ...percent, kind: "participants", headsNumerator: 55 };
    case "unanimity":
      return { ...none, kind: "unanimity", quorumNumerator: 1, quorumDenominator: 2 };
    case "objection":
      return { ...none, kind: "objection", objections: 1 };
  }
}

/** What the votes decide: while the vote is open whatever the silent members do, and when it is closed as they are. */
export function judge(
  rules: readonly RuleNumbers[],
  votes: readonly CountedVote[],
  closed: boolean,
): Verdict {
  if (closed) return isAdopted(rules, votes) ? "adopted" : "refused";
  const withSilent = (support: Support) =>
    votes.map((vote) => (vote.support === null ? { ...vote, support } : vote));
  // Everybody else in favour and everybody else against are the extremes for every rule at once.
  if (!isAdopted(rules, withSilent("for"))) return "refused";
  return isAdopted(rules, withSilent("against")) ? "adopted" : "open";
}

/** Whether every rule adopts the decision when nothing but these votes is cast. Nobody decides nothing. */
export function isAdopted(rules: readonly RuleNumbers[], votes: readonly CountedVote[]): boolean {
  if (rules.length === 0 || votes.length === 0) return false;
  return rules.every((rule) => adopts(rule, votes));
}

function adopts(rule: RuleNumbers, votes: readonly CountedVote[]): boolean {
  const of = (support: Support) => votes.filter((vote) => vote.support === support);
  const [inFavour, opposed] = [of("for"), of("against")];
  switch (rule.kind) {
    case "objection": {
      const moreThanHalf = Math.floor(votes.length / 2) + 1;
      return opposed.length < Math.min(rule.objections, moreThanHalf);
    }
    case "unanimity": {
      const taking = votes.filter(({ support }) => support !== null).length;
      const isQuorate = taking * rule.quorumDenominator > votes.length * rule.quorumNumerator;
      return opposed.length === 0 && inFavour.length > 0 && isQuorate;
    }
    case "majority":
    case "participants": {
      const heads = inFavour.length * rule.headsDenominator;
      const threshold = votes.length * rule.headsNumerator;
      const enoughHeads = rule.moreThanHeads ? heads > threshold : heads >= threshold;
      const enoughWeight =
        weightOf(inFavour) * BigInt(rule.weightDenominator) >=
        weightOf(votes) * BigInt(rule.weightNumerator);
      const notInFavour = votes.length - inFavour.length;
      return enoughHeads && (enoughWeight || notInFavour < blockingHeads(rule, votes));
    }
  }
}

/** So many members not in favour can block by their weight. Among participants: as few as hold more than may be missing, plus one. */
export function blockingHeads(rule: RuleNumbers, votes: readonly CountedVote[]): number {
  if (rule.kind !== "participants") return rule.blockingHeads;
  const heaviestFirst = votes.map(({ weight }) => weight).sort((a, b) => Number(b - a));
  const mayBeMissing = weightOf(votes) * BigInt(rule.weightDenominator - rule.weightNumerator);
  let held = 0n;
  for (const [index, weight] of heaviestFirst.entries()) {
    held += weight;
    if (held * BigInt(rule.weightDenominator) > mayBeMissing) return index + 2;
  }
  return 0;
}

export function weightOf(votes: readonly { weight: bigint }[]): bigint {
  return votes.reduce((sum, { weight }) => sum + weight, 0n);
}

/** The classes in a set as the chain stores it: bit `i` stands for the class with value `i`. */
export function classesOf(set: number): DecisionClass[] {
  return decisionClasses.filter((_, value) => (set & (1 << value)) !== 0);
}
