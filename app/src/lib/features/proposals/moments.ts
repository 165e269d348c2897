import { m } from "#lib/messages.ts";

import { partMark } from "./message-parts.ts";
import { type ProposalFacts, proposalState, type Timepoint } from "./proposal-state.ts";

/** A short sentence about what happened last or comes next, with the mark where its time belongs. */
export interface Moment {
  text: string;
  time: Timepoint;
}

/** The same where no time is known. */
export interface TimelessMoment {
  text: string;
  time: null;
}

/** For a list: the one time that a reader asks about. */
export function latestMoment(facts: ProposalFacts, now: Timepoint): Moment {
  const time = partMark;
  switch (proposalState(facts, now)) {
    case "pending":
      return { text: m.proposal_list_opens({ time }), time: facts.voteStart };
    case "active":
      return { text: m.proposal_list_closes({ time }), time: facts.voteEnd };
    case "succeeded":
    case "waiting":
    case "executable":
      return {
        text: m.proposal_list_approved({ time }),
        time: facts.decided?.time ?? facts.voteEnd,
      };
    case "executed":
      return {
        text: m.proposal_list_executed({ time }),
        time: facts.executed?.time ?? facts.voteEnd,
      };
    case "defeated":
      return {
        text: m.proposal_list_rejected({ time }),
        time: facts.decided?.time ?? facts.voteEnd,
      };
    case "cancelled":
      return {
        text: m.proposal_list_cancelled({ time }),
        time: facts.cancelled?.time ?? facts.voteEnd,
      };
    case "expired":
      return { text: m.proposal_list_expired({ time }), time: facts.expiry ?? now };
  }
}

/** For the proposal's own page: where it stands, as a sentence. */
export function standingMoment(facts: ProposalFacts, now: Timepoint): Moment | TimelessMoment {
  const time = partMark;
  switch (proposalState(facts, now)) {
    case "pending":
      return { text: m.proposal_moment_pending({ time }), time: facts.voteStart };
    case "active":
      return { text: m.proposal_moment_active({ time }), time: facts.voteEnd };
    case "succeeded":
      return until(
        m.proposal_moment_succeeded({ time }),
        m.proposal_state_succeeded(),
        facts.expiry,
      );
    case "waiting":
      return { text: m.proposal_moment_waiting({ time }), time: facts.eta ?? facts.voteEnd };
    case "executable":
      return until(
        m.proposal_moment_executable({ time }),
        m.proposal_state_executable(),
        facts.expiry,
      );
    case "executed":
      return {
        text: m.proposal_moment_executed({ time }),
        time: facts.executed?.time ?? facts.voteEnd,
      };
    case "defeated":
      return { text: m.proposal_moment_defeated(), time: null };
    case "cancelled":
      return {
        text: m.proposal_moment_cancelled({ time }),
        time: facts.cancelled?.time ?? facts.voteEnd,
      };
    case "expired":
      return { text: m.proposal_moment_expired({ time }), time: facts.expiry ?? now };
  }
}

function until(text: string, withoutTime: string, time: Timepoint | null): Moment | TimelessMoment {
  return time === null ? { text: withoutTime, time } : { text, time };
}
