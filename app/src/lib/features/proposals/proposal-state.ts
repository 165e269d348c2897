import type { Decision } from "./voting-rules.ts";

/** Seconds since 1970, as the chain counts them. */
export type Timepoint = number;

/** A step that has happened: when, and by which transaction. */
export interface Happened {
  time: Timepoint;
  transaction: `0x${string}`;
}

/** What is known of a proposal without asking what time it is. */
export interface ProposalFacts {
  proposed: Happened;
  /** Votes count after this timepoint; weights are those at it. */
  voteStart: Timepoint;
  /** Last timepoint at which a vote counts. */
  voteEnd: Timepoint;
  /** What the votes so far say. */
  decision: Decision;
  decided: Happened | null;
  queued: Happened | null;
  /** Timepoint from which a queued proposal can be executed. */
  eta: Timepoint | null;
  executed: Happened | null;
  cancelled: Happened | null;
  /** Whether an approved proposal waits a delay before it can be executed. */
  needsQueuing: boolean;
  /**
   * Timepoint from which it can no longer be queued or executed, should it be approved: `Council.proposalExpiry`.
   * Null when the contract could not be asked.
   */
  expiry: Timepoint | null;
}

export const proposalStates = [
  "pending",
  "active",
  "succeeded",
  "waiting",
  "executable",
  "executed",
  "defeated",
  "cancelled",
  "expired",
] as const;
/**
 * Where a proposal stands. `succeeded` waits to be queued, `waiting` for its delay; the Council answers `Queued` for
 * both `waiting` and `executable`.
 */
export type ProposalState = (typeof proposalStates)[number];

/** The state at a timepoint, by the same comparisons as `Council.state`. */
export function proposalState(facts: ProposalFacts, clock: Timepoint): ProposalState {
  if (facts.executed) return "executed";
  if (facts.cancelled) return "cancelled";
  if (clock <= facts.voteStart) return "pending";
  if (clock <= facts.voteEnd && !facts.decision.decided) return "active";
  if (!facts.decision.succeeded) return "defeated";
  if (facts.expiry !== null && clock >= facts.expiry) return "expired";
  if (facts.eta === null) return facts.needsQueuing ? "succeeded" : "executable";
  return clock < facts.eta ? "waiting" : "executable";
}

/** Whether nothing can change any more. */
export function isFinal(state: ProposalState): boolean {
  return (
    state === "executed" || state === "defeated" || state === "cancelled" || state === "expired"
  );
}

export type TimelineStepKind =
  | "proposed"
  | "voting-opens"
  | "decided"
  | "voting-closes"
  | "queued"
  | "delay-ends"
  | "executed"
  | "cancelled"
  | "expires";

export interface TimelineStep {
  kind: TimelineStepKind;
  /** `done` has happened, `next` is what the proposal waits for, `later` comes after that. */
  status: "done" | "next" | "later";
  /** Null while nobody can know it. */
  time: Timepoint | null;
  transaction: `0x${string}` | null;
}

/** Every step that has happened and every step that is still expected, in order. */
export function timeline(facts: ProposalFacts, clock: Timepoint): TimelineStep[] {
  const state = proposalState(facts, clock);
  const steps: Omit<TimelineStep, "status">[] = [];
  const happened = (kind: TimelineStepKind, step: Happened) => steps.push({ kind, ...step });
  const expected = (kind: TimelineStepKind, time: Timepoint | null) =>
    steps.push({ kind, time, transaction: null });

  happened("proposed", facts.proposed);
  let done = 1;
  const reached = (isDone: boolean) => {
    if (isDone) done = steps.length;
  };

  if (!facts.cancelled || facts.cancelled.time > facts.voteStart) {
    expected("voting-opens", facts.voteStart);
    reached(clock > facts.voteStart);
    if (facts.decided) happened("decided", facts.decided);
    else if (!facts.cancelled || facts.cancelled.time > facts.voteEnd)
      expected("voting-closes", facts.voteEnd);
    reached(facts.decided !== null || clock > facts.voteEnd);
  }

  if (facts.cancelled) {
    if (facts.queued) happened("queued", facts.queued);
    happened("cancelled", facts.cancelled);
    done = steps.length;
  } else if (state !== "defeated") {
    if (facts.needsQueuing) {
      if (facts.queued) happened("queued", facts.queued);
      else if (state !== "expired") expected("queued", null);
      reached(facts.queued !== null);
      if (facts.queued || state !== "expired") expected("delay-ends", facts.eta);
      reached(facts.eta !== null && clock >= facts.eta);
    }
    if (facts.executed) happened("executed", facts.executed);
    else if (state !== "expired") expected("executed", null);
    reached(facts.executed !== null);
    if (!facts.executed && facts.decision.succeeded) expected("expires", facts.expiry);
    reached(state === "expired");
  }

  return steps.map((step, i) => ({
    ...step,
    status: i < done ? "done" : i === done ? "next" : "later",
  }));
}
