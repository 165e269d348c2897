import { describe, expect, it } from "vitest";

import { type JoiningFacts, joiningProgress } from "./joining-steps.ts";

const node = (change: Partial<NonNullable<JoiningFacts["node"]>> = {}) => ({
  kind: "validator" as const,
  status: "pending",
  ownNetwork: true,
  proposal: null,
  inValidatorSet: false,
  reported: false,
  drifts: 0,
  ...change,
});
const facts = (change: Partial<JoiningFacts> = {}): JoiningFacts => ({
  organisation: { status: "active" },
  administers: true,
  node: null,
  ...change,
});
/** The steps that are done, and the one to do next. */
const progress = (given: JoiningFacts) => {
  const steps = joiningProgress(given);
  return [
    steps.filter(({ state }) => state === "done").length,
    steps.find(({ state }) => state === "next")?.step,
  ];
};

describe("joiningProgress", () => {
  it.each([
    [facts({ organisation: null, administers: false }), [0, "organisation"]],
    [facts({ organisation: { status: "suspended" } }), [1, "organisation"]],
    [facts({ administers: false }), [1, "administrator"]],
    [facts(), [2, "key"]],
    [facts({ node: node() }), [4, "proposal"]],
    [facts({ node: node({ proposal: 7 }) }), [5, "admitted"]],
    [facts({ node: node({ status: "active" }) }), [6, "enforcer"]],
    [facts({ node: node({ status: "active", reported: true, drifts: 2 }) }), [6, "enforcer"]],
    [facts({ node: node({ status: "active", reported: true }) }), [7, "validator"]],
    [
      facts({ node: node({ status: "active", reported: true, inValidatorSet: true }) }),
      [8, undefined],
    ],
    // A citizen who looks on is not asked to connect a wallet for what is done.
    [facts({ administers: false, node: node({ proposal: 7 }) }), [4, "admitted"]],
    [facts({ node: node({ status: "retired" }) }), [2, "key"]],
  ])("knows case %#", (given, expected) => {
    expect(progress(given)).toEqual(expected);
  });

  it("asks only validators of this chain to stand in its set", () => {
    const observer = node({ kind: "observer", status: "active", reported: true });
    expect(progress(facts({ node: observer }))).toEqual([7, undefined]);
    const elsewhere = node({ ownNetwork: false, status: "active", reported: true });
    expect(progress(facts({ node: elsewhere }))).toEqual([7, undefined]);
  });
});
