import type { RuleNumbers, Statement } from "#result/package.ts";
import { blockingHeads, type CountedVote, isAdopted } from "#result/rules.ts";

/** What one condition of a rule compares: whole numbers, multiplied instead of divided. */
export type Condition =
  | {
      kind: "heads" | "weight" | "quorum";
      /** The part that counts, and all. */
      part: bigint;
      total: bigint;
      numerator: bigint;
      denominator: bigint;
      left: bigint;
      right: bigint;
      /** Whether the left must be more than the right, instead of at least it. */
      more: boolean;
      holds: boolean;
    }
  | { kind: "blocking"; others: number; needed: number; holds: boolean }
  | { kind: "opposed" | "favour"; count: number; holds: boolean }
  | { kind: "objections"; count: number; needed: number; holds: boolean };

export interface RuleArithmetic {
  class: RuleNumbers["class"];
  conditions: Condition[];
  /** Whether the votes as they are carry the class. */
  holds: boolean;
}

/** How the votes of a proposal meet each of its rules, number by number. */
export function ruleArithmetic({
  proposal,
  members,
  votes,
}: Pick<Statement, "proposal" | "members" | "votes">): RuleArithmetic[] {
  const counted = members
    .filter(
      ({ heads, place }) =>
        heads > 0 && (proposal.participants === null || proposal.participants.includes(place)),
    )
    .map(({ account, weight }): CountedVote => ({
      weight: BigInt(weight),
      support: votes.find(({ member }) => member === account)?.support ?? null,
    }));
  return proposal.rules.map((rule) => ({
    class: rule.class,
    conditions: conditionsOf(rule, counted),
    holds: isAdopted([rule], counted),
  }));
}

function conditionsOf(rule: RuleNumbers, votes: readonly CountedVote[]): Condition[] {
  const of = (support: CountedVote["support"]) => votes.filter((vote) => vote.support === support);
  const [inFavour, against] = [of("for"), of("against").length];
  switch (rule.kind) {
    case "objection": {
      const needed = Math.min(rule.objections, Math.floor(votes.length / 2) + 1);
      return [{ kind: "objections", count: against, needed, holds: against < needed }];
    }
    case "unanimity":
      return [
        { kind: "opposed", count: against, holds: against === 0 },
        { kind: "favour", count: inFavour.length, holds: inFavour.length > 0 },
        compared("quorum", votes.length - of(null).length, votes.length, {
          numerator: rule.quorumNumerator,
          denominator: rule.quorumDenominator,
          more: true,
        }),
      ];
    case "majority":
    case "participants": {
      const heads = compared("heads", inFavour.length, votes.length, {
        numerator: rule.headsNumerator,
        denominator: rule.headsDenominator,
        more: rule.moreThanHeads,
      });
      if (rule.weightNumerator === 0) return [heads];
      const weight = compared("weight", weightOf(inFavour), weightOf(votes), {
        numerator: rule.weightNumerator,
        denominator: rule.weightDenominator,
        more: false,
      });
      const needed = blockingHeads(rule, votes);
      const others = votes.length - inFavour.length;
      return needed === 0
        ? [heads, weight]
        : [heads, weight, { kind: "blocking", others, needed, holds: others < needed }];
    }
  }
}

function compared(
  kind: "heads" | "weight" | "quorum",
  part: number | bigint,
  total: number | bigint,
  share: { numerator: number; denominator: number; more: boolean },
): Condition {
  const [numerator, denominator] = [BigInt(share.numerator), BigInt(share.denominator)];
  const left = BigInt(part) * denominator;
  const right = BigInt(total) * numerator;
  return {
    kind,
    part: BigInt(part),
    total: BigInt(total),
    numerator,
    denominator,
    left,
    right,
    more: share.more,
    holds: share.more ? left > right : left >= right,
  };
}

const weightOf = (votes: readonly CountedVote[]): bigint =>
  votes.reduce((sum, { weight }) => sum + weight, 0n);
