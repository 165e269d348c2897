import { m } from "#lib/messages.ts";
import { formatNumber } from "#lib/ui/format.ts";

import { longestSeal, type PublicKeyProblem, shortestSeal } from "./public-key.ts";

/** Why a key is not taken, and what helps. */
export function publicKeyProblemWords(problem: PublicKeyProblem): string {
  switch (problem.problem) {
    case "private-key":
      return m.keys_private();
    case "not-a-key":
      return m.keys_not_a_key();
    case "other-kind":
      return m.keys_other_kind();
    case "other-curve":
      return problem.curve === null
        ? m.keys_other_curve_unknown()
        : m.keys_other_curve({ curve: problem.curve });
    case "compressed":
      return m.keys_compressed();
    case "exponent":
      return m.keys_exponent({ exponent: problem.exponent });
    case "too-short":
      return m.keys_too_short({
        bits: formatNumber(problem.bits),
        least: formatNumber(shortestSeal),
      });
    case "too-long":
      return m.keys_too_long({ bits: formatNumber(problem.bits), most: formatNumber(longestSeal) });
  }
}
