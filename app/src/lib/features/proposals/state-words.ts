import { m } from "#lib/messages.ts";

import type { StateGroup } from "./list-filter.ts";
import type { ProposalState } from "./proposal-state.ts";

/** Where a proposal stands, in a few words. */
export function stateWord(state: ProposalState): string {
  switch (state) {
    case "pending":
      return m.proposal_state_pending();
    case "active":
      return m.proposal_state_active();
    case "succeeded":
      return m.proposal_state_succeeded();
    case "waiting":
      return m.proposal_state_waiting();
    case "executable":
      return m.proposal_state_executable();
    case "executed":
      return m.proposal_state_executed();
    case "defeated":
      return m.proposal_state_defeated();
    case "cancelled":
      return m.proposal_state_cancelled();
    case "expired":
      return m.proposal_state_expired();
  }
}

/** States that a reader looks for together, in a few words. */
export function groupWord(group: StateGroup): string {
  switch (group) {
    case "open":
      return m.proposal_group_open();
    case "approved":
      return m.proposal_group_approved();
    case "executed":
      return m.proposal_group_executed();
    case "rejected":
      return m.proposal_group_rejected();
    case "lapsed":
      return m.proposal_group_lapsed();
  }
}
