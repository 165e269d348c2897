import type { Support } from "#lib/features/proposals/eligibility.ts";

/** What a person has filled in so far. */
export interface VoteDraft {
  support: Support | undefined;
  reason: string;
}

export type VoteProblem =
  | { field: "support"; problem: "missing" }
  | { field: "reason"; problem: "too-long"; excess: number };

/** A reason is written into the chain with the vote: long enough for a statement, short enough for one transaction. */
export const longestReason = 1_000;

export function voteProblems({ support, reason }: VoteDraft): VoteProblem[] {
  const problems: VoteProblem[] = [];
  if (support === undefined) problems.push({ field: "support", problem: "missing" });
  const length = [...reason.trim()].length;
  if (length > longestReason)
    problems.push({ field: "reason", problem: "too-long", excess: length - longestReason });
  return problems;
}
