import { m } from "#lib/messages.ts";
import { formatMoney } from "#lib/ui/money.ts";
import { formatDuration, formatTime } from "#lib/ui/format.ts";

import {
  carriedOut,
  fundingLine,
  type grantMeasures,
  isFunding,
  readMilestones,
} from "./grants.ts";
import type { FieldName, FieldValues } from "./measure-fields.ts";
import type { PowerChoices } from "./power-choices.ts";
import type { DraftProblem } from "./proposal-draft.ts";

export const grantMeasureWords: Record<
  keyof typeof grantMeasures,
  { word: () => string; hint: () => string }
> = {
  "fund-grant": { word: m.grants_fund_grant, hint: m.grants_fund_grant_hint },
  "fund-node-service": { word: m.grants_fund_service, hint: m.grants_fund_service_hint },
};

export const grantFieldWords = {
  fundedPayee: { label: m.grants_field_payee, hint: m.grants_field_payee_hint },
  milestones: { label: m.grants_field_milestones, hint: m.grants_field_milestones_hint },
  officials: { label: m.grants_field_officials, hint: m.grants_field_officials_hint },
  twoOfficialsAbove: { label: m.grants_field_two, hint: m.grants_field_two_hint },
  reviewDays: { label: m.grants_field_review, hint: m.grants_field_review_hint },
  grantUntil: { label: m.grants_field_until },
  grantArbiter: { label: m.grants_field_arbiter, hint: m.grants_field_arbiter_hint },
  arbitrationDays: { label: m.grants_field_arbitration },
  silenceShare: { label: m.grants_field_silence, hint: m.grants_field_silence_hint },
  dailyPay: { label: m.grants_field_daily, hint: m.grants_field_daily_hint },
  serviceTotal: { label: m.grants_field_total, hint: m.grants_field_total_hint },
  serviceUntil: { label: m.grants_field_service_until },
} satisfies Partial<Record<FieldName, { label: () => string; hint?: () => string }>>;

/** What a day has to leave room for: the vote with its extension, the delay, and the time to carry it out. */
export function grantHint(
  field: FieldName,
  { times, payments }: Pick<PowerChoices, "times" | "payments">,
  now: number,
): string | undefined {
  if (field !== "grantUntil" && field !== "serviceUntil") return undefined;
  const { latest } = carriedOut(now, { times, payments });
  const room = { date: formatTime(latest, "date", "UTC"), time: formatDuration(latest - now) };
  return field === "grantUntil"
    ? m.grants_field_until_hint(room)
    : m.grants_field_service_until_hint(room);
}

/** What the milestones of a grant are, for the description of the proposal: the call has their amounts alone. Empty for none. */
export function milestonesNote(
  draft: FieldValues & { measure: string },
  { payments }: Pick<PowerChoices, "payments">,
): string {
  const found = isFunding(draft.measure) ? fundingLine(draft, payments) : undefined;
  if (draft.measure !== "fund-grant" || !found) return "";
  const milestones = readMilestones(draft.milestones, found.token.decimals) ?? [];
  const lines = milestones.map(({ amount, what }, i) =>
    m.grants_note_milestone({
      number: String(i + 1),
      amount: formatMoney(amount, found.token),
      what,
    }),
  );
  return lines.length === 0 ? "" : [m.grants_note(), ...lines].join("\n\n");
}

/** What stands against a field about grants, with the remedy; null for a problem that other fields have as well. */
export function grantProblemWords(problem: DraftProblem): string | null {
  const { field } = problem;
  switch (problem.problem) {
    case "not-fundable":
      return m.grants_problem_not_fundable();
    case "not-allowed":
      return m.grants_problem_not_allowed();
    case "line-at-other-times":
      return m.grants_problem_line_times({ date: formatTime(problem.ready, "date", "UTC") });
    case "no-room-for-the-vote":
      return m.grants_problem_no_room({
        first: formatTime(problem.first, "date", "UTC"),
        last: formatTime(problem.last, "date", "UTC"),
      });
    case "too-few":
      return field === "officials" ? m.grants_problem_second_official() : null;
    case "taken":
      return field === "officials" ? m.grants_problem_official_twice() : null;
    case "out-of-range":
      if (field === "officials") return m.grants_problem_officials({ most: String(problem.most) });
      return field === "milestones"
        ? m.grants_problem_milestones_many({ most: String(problem.most) })
        : null;
    case "too-many-bytes":
      return field === "milestones"
        ? m.grants_problem_milestone_long({ count: problem.excess })
        : null;
    case "amount-too-large":
      return field === "milestones" || field === "serviceTotal"
        ? m.grants_problem_line_left({ most: formatMoney(problem.most, problem.token) })
        : null;
    case "malformed":
      if (field === "milestones") return m.grants_problem_milestones();
      if (field === "officials") return m.grants_problem_official_paid();
      if (field === "grantArbiter") return m.grants_problem_arbiter();
      return field === "fundedPayee" ? m.grants_problem_payee() : null;
    default:
      return null;
  }
}
