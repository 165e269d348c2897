import { describe, expect, it } from "vitest";

import { actionEligibility, actionsOn, administers } from "./node-actions.ts";

const moment = {
  onRightChain: true,
  organisationActs: true,
  standbyFrom: 0,
  resumeFrom: 0,
  now: 100,
};

describe("actionsOn", () => {
  it("offers what the register allows", () => {
    expect(actionsOn("pending")).toContain("withdraw");
    expect(actionsOn("active")).toEqual(["standby", "move", "describe"]);
    expect(actionsOn("quarantined")).toContain("resume");
    expect(actionsOn("retired")).toEqual([]);
  });
});

describe("actionEligibility", () => {
  it("lets a suspended organisation leave and nothing else", () => {
    const suspended = { ...moment, organisationActs: false };
    expect(actionEligibility("standby", suspended)).toEqual({ can: true });
    expect(actionEligibility("withdraw", suspended)).toEqual({ can: true });
    expect(actionEligibility("resume", suspended)).toEqual({
      can: false,
      why: "organisation-not-active",
    });
  });

  it("puts nodes on standby once a day, and ends a quarantine after one", () => {
    const rested = { ...moment, standbyFrom: 101 };
    expect(actionEligibility("standby", rested)).toEqual({
      can: false,
      why: "too-soon",
      from: 101,
    });
    expect(actionEligibility("standby", { ...rested, now: 101 })).toEqual({ can: true });
    expect(actionEligibility("move", rested)).toEqual({ can: true });
    expect(actionEligibility("resume", rested)).toEqual({ can: true });
    expect(actionEligibility("resume", { ...moment, resumeFrom: 101 })).toEqual({
      can: false,
      why: "too-soon",
      from: 101,
    });
  });

  it("leaves to the contract what the page does not know", () => {
    const unknown = { ...moment, organisationActs: null, standbyFrom: null, resumeFrom: null };
    expect(actionEligibility("resume", unknown)).toEqual({ can: true });
  });

  it("asks for the right chain first", () => {
    expect(actionEligibility("move", { ...moment, onRightChain: false })).toEqual({
      can: false,
      why: "wrong-chain",
    });
  });
});

describe("administers", () => {
  const organisation = { administrators: [{ account: "0xab" }] };

  it("knows an account whatever its letters", () => {
    expect(administers("0xAB", organisation)).toBe(true);
    expect(administers("0xac", organisation)).toBe(false);
    expect(administers(null, organisation)).toBe(false);
  });
});
