import { countedDay } from "#lib/ui/days.ts";

import type { Support } from "./eligibility.ts";
import type { Ballot, Proposal } from "./proposal.ts";
import type { ProposalFacts } from "./proposal-state.ts";
import type { Share } from "./voting-rules.ts";

const day = 86_400;
/** Days that are shown to a reader who asks for none, with the present one. */
const usualDays = 30;

/** Whole days of UTC, so that minutes say the same to everybody. */
export interface Period {
  /** First and last day, as `2026-11-26`. */
  from: string;
  to: string;
  /** First and last second since 1970. */
  first: number;
  last: number;
}

export type PeriodProblem =
  | { problem: "half"; missing: "from" | "to" }
  | { problem: "not-a-day"; value: string }
  | { problem: "order"; from: string; to: string }
  | { problem: "ahead"; from: string };

/** Reads the period that an address asks for; the last days when it asks for none. */
export function readPeriod(
  params: Pick<URLSearchParams, "get">,
  now: number,
): { ok: true; period: Period } | ({ ok: false } & PeriodProblem) {
  const [askedFrom, askedTo] = [params.get("from")?.trim(), params.get("to")?.trim()];
  const refused = (problem: PeriodProblem) => ({ ok: false, ...problem }) as const;
  if (!askedFrom !== !askedTo)
    return refused({ problem: "half", missing: askedFrom ? "to" : "from" });
  const from = askedFrom || utcDay(now - (usualDays - 1) * day);
  const to = askedTo || utcDay(now);
  for (const value of [from, to])
    if (countedDay(value) === null) return refused({ problem: "not-a-day", value });
  const first = countedDay(from) ?? 0;
  const last = (countedDay(to) ?? 0) + day - 1;
  if (first > last) return refused({ problem: "order", from, to });
  if (first > now) return refused({ problem: "ahead", from });
  return { ok: true, period: { from, to, first, last } };
}

function utcDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

export function isIn({ first, last }: Period, time: number): boolean {
  return first <= time && time <= last;
}

export type Outcome = "adopted" | "rejected" | "cancelled";

/** When a vote was over, and with what; null while members can still vote. */
export function closing(
  { decided, cancelled, voteEnd, decision }: ProposalFacts,
  now: number,
): { time: number; outcome: Outcome } | null {
  const end = decided?.time ?? voteEnd;
  if (cancelled && !decided && cancelled.time <= voteEnd)
    return { time: cancelled.time, outcome: "cancelled" };
  if (!decided && now <= voteEnd) return null;
  return { time: end, outcome: decision.succeeded ? "adopted" : "rejected" };
}

/** Members that voted, out of those that had a vote. */
export function turnout({ tally }: Pick<Proposal, "tally">): Share {
  const cast = [tally.for, tally.against, tally.abstain];
  return {
    heads: cast.reduce((sum, { heads }) => sum + heads, 0),
    weight: cast.reduce((sum, { weight }) => sum + weight, 0n),
  };
}

/** Codes of the members that voted so, in the order of the ballots. */
export function codesOf(
  ballots: readonly Pick<Ballot, "code" | "support">[],
  support: Support | null,
) {
  return ballots.filter((ballot) => ballot.support === support).map(({ code }) => code);
}

export interface Attendance extends Record<Support, number> {
  account: `0x${string}`;
  code: string;
  /** Votes that it could cast. */
  asked: number;
  voted: number;
}

/** How often each member voted on decisions that were asked of it. */
export function attendance(
  decisions: readonly { ballots: readonly Pick<Ballot, "account" | "code" | "support">[] }[],
): Attendance[] {
  const members = new Map<string, Attendance>();
  for (const { account, code, support } of decisions.flatMap(({ ballots }) => ballots)) {
    const none = { account, code, asked: 0, voted: 0, for: 0, against: 0, abstain: 0 };
    const entry = members.get(account) ?? none;
    members.set(account, entry);
    entry.asked += 1;
    if (support === null) continue;
    entry.voted += 1;
    entry[support] += 1;
  }
  return [...members.values()];
}
