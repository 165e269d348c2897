import { m } from "#lib/messages.ts";

import type { CheckProblem } from "./permission-check.ts";

/** What is wrong with a question to the permissions, and how to put it right. */
export function checkProblemWords(problem: CheckProblem): { title: string; remedy: string } {
  const { parameter } = problem;
  switch (problem.problem) {
    case "missing":
      return {
        title: m.permissions_problem_missing({ parameter }),
        remedy: m.permissions_problem_missing_remedy(),
      };
    case "not-an-address":
      return {
        title: m.permissions_problem_address({ parameter }),
        remedy: m.permissions_problem_address_remedy(),
      };
    case "checksum":
      return {
        title: m.permissions_problem_checksum({ parameter }),
        remedy: m.permissions_problem_checksum_remedy(),
      };
    case "not-a-number":
      return {
        title: m.permissions_problem_gas({ parameter }),
        remedy: m.permissions_problem_gas_remedy(),
      };
    case "repeated":
      return {
        title: m.permissions_problem_repeated({ parameter }),
        remedy: m.permissions_problem_repeated_remedy(),
      };
    case "unknown":
      return {
        title: m.permissions_problem_unknown({ parameter }),
        remedy: m.permissions_problem_unknown_remedy(),
      };
  }
}
