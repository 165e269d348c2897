import { describe, expect, it } from "vitest";

import {
  emptyFilter,
  type Filterable,
  filteredPath,
  groupCounts,
  matchesFilter,
  readFilter,
  stateGroup,
} from "./list-filter.ts";
import { isFinal, proposalStates } from "./proposal-state.ts";

const assembly = `0x${"a".repeat(40)}`;

const admit: Filterable = {
  state: "active",
  classes: ["qualified"],
  body: assembly,
  number: 5,
  searchable: "Admit BE-3 of Opérateur X",
};
const upgrade: Filterable = {
  state: "executed",
  classes: ["reinforced", "simple"],
  body: `0x${"e".repeat(40)}`,
  number: 15,
  searchable: "Replace code",
};

describe("readFilter and filteredPath", () => {
  it.each([
    "",
    "state=open",
    "state=lapsed&class=simple",
    "class=reinforced&text=be-3+x",
    `body=${assembly}`,
  ])("keep ?%s", (query) => {
    expect(filteredPath(readFilter(new URLSearchParams(query)))).toBe(
      query ? `/proposals?${query}` : "/proposals",
    );
  });

  it("disregard what they do not know", () => {
    expect(
      readFilter(new URLSearchParams("state=won&class=unanimous&body=0x12&text=%20%20")),
    ).toEqual(emptyFilter);
  });
});

describe("matchesFilter", () => {
  it("asks for group, class and text together", () => {
    expect(matchesFilter(admit, emptyFilter)).toBe(true);
    expect(
      matchesFilter(admit, {
        group: "open",
        decisionClass: "qualified",
        body: assembly,
        text: "operateur be-3",
      }),
    ).toBe(true);
    expect(matchesFilter(admit, { ...emptyFilter, group: "executed" })).toBe(false);
    expect(matchesFilter(upgrade, { ...emptyFilter, decisionClass: "simple" })).toBe(true);
    expect(matchesFilter(admit, { ...emptyFilter, decisionClass: "simple" })).toBe(false);
    expect(matchesFilter(admit, { ...emptyFilter, text: "malta" })).toBe(false);
    expect(matchesFilter(upgrade, { ...emptyFilter, body: assembly })).toBe(false);
  });

  it("finds a proposal by its number", () => {
    expect(
      [admit, upgrade].filter((proposal) =>
        matchesFilter(proposal, { ...emptyFilter, text: "#15" }),
      ),
    ).toEqual([upgrade]);
    expect(
      [admit, upgrade].filter((proposal) => matchesFilter(proposal, { ...emptyFilter, text: "5" })),
    ).toEqual([admit]);
  });
});

describe("groupCounts", () => {
  it("counts what each group would show", () => {
    expect(groupCounts([admit, upgrade], { ...emptyFilter, group: "open" })).toEqual({
      all: 2,
      open: 1,
      approved: 0,
      executed: 1,
      rejected: 0,
      lapsed: 0,
    });
    expect(groupCounts([admit, upgrade], { ...emptyFilter, text: "code" }).open).toBe(0);
  });
});

describe("stateGroup", () => {
  it("puts every final state behind the open and approved ones", () => {
    for (const state of proposalStates) {
      expect(["open", "approved"].includes(stateGroup(state))).toBe(!isFinal(state));
    }
  });
});
