import { matches } from "#lib/ui/search.ts";

import type { ProposalState } from "./proposal-state.ts";
import { type DecisionClass, decisionClasses } from "./voting-rules.ts";

export const stateGroups = ["open", "approved", "executed", "rejected", "lapsed"] as const;
/** States that a reader looks for together. */
export type StateGroup = (typeof stateGroups)[number];

const groupOf: Record<ProposalState, StateGroup> = {
  pending: "open",
  active: "open",
  succeeded: "approved",
  waiting: "approved",
  executable: "approved",
  executed: "executed",
  defeated: "rejected",
  cancelled: "lapsed",
  expired: "lapsed",
};

export function stateGroup(state: ProposalState): StateGroup {
  return groupOf[state];
}

/** What the address of the list asks for; null means everything. */
export interface ListFilter {
  group: StateGroup | null;
  decisionClass: DecisionClass | null;
  /** Address of a body's Council, in small letters. */
  body: string | null;
  text: string;
}

export const emptyFilter: ListFilter = { group: null, decisionClass: null, body: null, text: "" };

/** Reads the filter from the address; what it does not know counts as not asked for. */
export function readFilter(params: Pick<URLSearchParams, "get">): ListFilter {
  const asked = (name: string) => params.get(name)?.trim() ?? "";
  return {
    group: stateGroups.find((group) => group === asked("state")) ?? null,
    decisionClass:
      decisionClasses.find((decisionClass) => decisionClass === asked("class")) ?? null,
    body: /^0x[0-9a-f]{40}$/i.test(asked("body")) ? asked("body").toLowerCase() : null,
    text: asked("text"),
  };
}

/** The address of the list with a filter. */
export function filteredPath(filter: ListFilter): string {
  const params = new URLSearchParams();
  if (filter.group) params.set("state", filter.group);
  if (filter.decisionClass) params.set("class", filter.decisionClass);
  if (filter.body) params.set("body", filter.body);
  if (filter.text !== "") params.set("text", filter.text);
  return params.size === 0 ? "/proposals" : `/proposals?${params.toString()}`;
}

export interface Filterable {
  state: ProposalState;
  classes: readonly DecisionClass[];
  body: string;
  number: number;
  /** All that a reader may look for: title, text, sentences, names. */
  searchable: string;
}

export function matchesFilter(proposal: Filterable, filter: ListFilter): boolean {
  if (filter.group && stateGroup(proposal.state) !== filter.group) return false;
  if (filter.decisionClass && !proposal.classes.includes(filter.decisionClass)) return false;
  if (filter.body && filter.body !== proposal.body) return false;
  if (/^#?\d+$/.test(filter.text) && Number(filter.text.replace("#", "")) === proposal.number)
    return true;
  return matches(proposal.searchable, filter.text);
}

/** How many of the proposals each group has, whatever group the reader looks at. */
export function groupCounts(
  proposals: readonly Filterable[],
  filter: ListFilter,
): Record<StateGroup | "all", number> {
  const others = proposals.filter((proposal) =>
    matchesFilter(proposal, { ...filter, group: null }),
  );
  const count = (group: StateGroup) =>
    others.filter(({ state }) => stateGroup(state) === group).length;
  return {
    all: others.length,
    open: count("open"),
    approved: count("approved"),
    executed: count("executed"),
    rejected: count("rejected"),
    lapsed: count("lapsed"),
  };
}
