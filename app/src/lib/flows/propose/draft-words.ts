import { m } from "#lib/messages.ts";
import { countryName } from "#lib/ui/format.ts";

import type { DraftProblem, Measure } from "./proposal-draft.ts";

export function measureWord(measure: Measure): string {
  switch (measure) {
    case "admit-node":
      return m.propose_admit_node();
    case "retire-node":
      return m.propose_retire_node();
    case "set-weight":
      return m.propose_set_weight();
  }
}

export function measureHint(measure: Measure): string {
  switch (measure) {
    case "admit-node":
      return m.propose_admit_node_hint();
    case "retire-node":
      return m.propose_retire_node_hint();
    case "set-weight":
      return m.propose_set_weight_hint();
  }
}

/** @param member Code of the chosen member. */
export function problemWords(problem: DraftProblem, member: string | undefined): string {
  switch (problem.field) {
    case "node":
      return m.propose_problem_node();
    case "member":
      return m.propose_problem_member();
    case "weight":
      return problem.problem === "unchanged"
        ? m.propose_problem_weight_same({ member: countryName(member ?? "") })
        : m.propose_problem_weight();
    case "year":
      return m.propose_problem_year({ latest: String(problem.latest) });
    case "title":
      return problem.problem === "missing"
        ? m.propose_problem_title()
        : m.propose_problem_title_long({ count: problem.excess });
  }
}
