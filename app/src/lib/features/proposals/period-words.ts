import { m } from "#lib/messages.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import type { Outcome, PeriodProblem } from "./period.ts";

/** Why there are no minutes of what was asked for. */
export function periodProblemWords(problem: PeriodProblem): string {
  switch (problem.problem) {
    case "half":
      return problem.missing === "from" ? m.period_from_missing() : m.period_to_missing();
    case "not-a-day":
      return m.period_not_a_day({ value: problem.value.slice(0, 40) });
    case "order":
      return m.period_order({ from: problem.from, to: problem.to });
    case "ahead":
      return m.period_ahead({ from: problem.from });
  }
}

export function outcomeBadge(outcome: Outcome): { word: string; shape: Shape; tone: Tone } {
  switch (outcome) {
    case "adopted":
      return { word: m.period_adopted(), shape: "check", tone: "favour" };
    case "rejected":
      return { word: m.period_rejected(), shape: "cross", tone: "against" };
    case "cancelled":
      return { word: m.period_cancelled(), shape: "bar", tone: "neutral" };
  }
}
