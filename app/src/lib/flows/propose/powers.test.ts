import { describe, expect, it } from "vitest";

import { measures } from "./measures.ts";
import { groupsDouble, powersDouble, presentDouble } from "./power-double.ts";
import { armedRights, eligibleGroups, neededRoles, offeredMeasures, powerFor } from "./powers.ts";

const offered = (...powers: Parameters<typeof offeredMeasures>[0]) =>
  offeredMeasures(powers).flatMap((group) => group.measures);

describe("What a body is offered", () => {
  it("follows from its roles", () => {
    expect(offered("OPERATIONS").toSorted()).toEqual([
      "reset-gas",
      "set-gas-policy",
      "set-network-resource",
      "set-quarantine-rule",
    ]);
    expect(offered("VETOES")).toEqual(["grant-veto", "revoke-veto"]);
    expect(offered("CIRCUITS")).toContain("arm-holder");
    expect(offered("ADMIN")).toEqual(["appoint-office", "dismiss-office"]);
    expect(offered("UPGRADES")).toEqual(["add-body", "remove-body", "upgrade"]);
    expect(offered("BUDGETS")).toContain("open-budget-line");
    expect(offered("PAYMENT_RULES").toSorted()).toEqual([
      "allow-token",
      "appoint-arbiter",
      "dismiss-arbiter",
      "dismiss-token",
    ]);
    expect(offered("FINANCE")).toEqual([]);
    expect(offered("MEMBERSHIP")).toContain("recover-mandate");
    expect(offered("DECISION_CLASSES")).toContain("set-rule");
  });

  it("follows from the rights that it was given", () => {
    expect(offered("pause")).toEqual(["pause-group", "give-heartbeat"]);
    expect(offered("veto")).toEqual(["stop-proposal"]);
    expect(offered()).toEqual([]);
  });

  it("follows from its right over itself", () => {
    expect(offered("own")).toEqual(["set-voting-delay", "set-voting-period", "set-base-delay"]);
  });

  it("leaves no measure out for who holds everything", () => {
    expect(offered(...neededRoles, "pause", "veto", "own").toSorted()).toEqual(measures.toSorted());
    expect(new Set(measures.map(powerFor)).size).toBe(neededRoles.length + 3);
  });
});

describe("Groups that can be paused", () => {
  it("are those of which the deciding body holds an unused right, while they do not rest", () => {
    const ids = (measure: "pause-group" | "give-heartbeat" | "end-pause" | "arm-holder") =>
      eligibleGroups(measure, powersDouble, presentDouble).map(({ name }) => name);
    expect(ids("pause-group")).toEqual(["registrations"]);
    expect(ids("give-heartbeat")).toEqual(["registrations"]);
    expect(ids("end-pause")).toEqual(["reports"]);
    expect(ids("arm-holder")).toEqual(["registrations", "reports"]);
    const other = { ...powersDouble, council: powersDouble.bodies[0]!.council };
    expect(eligibleGroups("pause-group", other, presentDouble)).toEqual([]);
  });

  it("have rights that can be taken away until they are used", () => {
    expect(
      armedRights(Object.values(groupsDouble), presentDouble).map(({ group }) => group.name),
    ).toEqual(["registrations"]);
  });
});
