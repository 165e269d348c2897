import { describe, expect, it } from "vitest";

import { registrationEligibility } from "./registration-eligibility.ts";

const administrator = "0x00000000000000000000000000000000000000aA" as const;
const organisation = {
  name: "Operator X",
  status: "active",
  administrators: [administrator],
} as const;
const viewer = {
  account: "0x00000000000000000000000000000000000000Aa",
  onRightChain: true,
} as const;

describe("registrationEligibility", () => {
  it("lets an administrator of an active organisation register, however the address is written", () => {
    expect(registrationEligibility(viewer, organisation)).toEqual({ can: true });
  });

  it.each([
    ["no-wallet", { ...viewer, account: null }, organisation],
    ["wrong-chain", { ...viewer, onRightChain: false }, organisation],
    ["no-organisation", viewer, null],
    ["organisation-not-active", viewer, { ...organisation, status: "suspended" }],
    ["organisation-not-active", viewer, { ...organisation, status: "retired" }],
    ["not-administrator", viewer, { ...organisation, administrators: [] }],
  ] as const)("says %s", (why, who, which) => {
    expect(registrationEligibility(who, which)).toMatchObject({ can: false, why });
  });
});
