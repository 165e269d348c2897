import { accessWord, type AccessLevel } from "#lib/chain/register-words.ts";
import { m } from "#lib/messages.ts";
import { formatTime, shortened } from "#lib/ui/format.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import type { AccountProofProblem } from "./account-proof.ts";

/** What an account may do, in one sentence. */
export function accessMeaning(access: AccessLevel): string {
  switch (access) {
    case "none":
      return m.accounts_means_none();
    case "read":
      return m.accounts_means_read();
    case "transact":
      return m.accounts_means_transact();
    case "deploy":
      return m.accounts_means_deploy();
    case "full":
      return m.accounts_means_full();
  }
}

export function accountBadge(account: {
  access: AccessLevel;
  suspended: boolean;
  removedAt?: number | null;
}): { word: string; shape: Shape; tone: Tone } {
  if (account.removedAt !== undefined && account.removedAt !== null)
    return { word: m.accounts_removed(), shape: "bar", tone: "neutral" };
  if (account.suspended) return { word: m.accounts_suspended(), shape: "pause", tone: "against" };
  return account.access === "none"
    ? { word: accessWord("none"), shape: "ring", tone: "neutral" }
    : { word: m.accounts_in_use(), shape: "disc", tone: "favour" };
}

export function accountProofWords(problem: AccountProofProblem): string {
  switch (problem.problem) {
    case "empty":
      return m.accounts_proof_empty();
    case "not-json":
      return m.accounts_proof_not_json();
    case "missing-field":
      return m.accounts_proof_missing_field({ field: problem.field });
    case "other-account":
      return m.accounts_proof_other_account({ given: shortened(problem.given) });
    case "deadline-passed":
      return m.accounts_proof_deadline_passed({ time: formatTime(problem.deadline) });
    case "wrong-signature":
      return m.accounts_proof_wrong_signature();
  }
}
