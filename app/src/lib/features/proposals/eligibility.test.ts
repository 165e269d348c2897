import { describe, expect, it } from "vitest";

import {
  executeEligibility,
  type ProposalMoment,
  proposeEligibility,
  queueEligibility,
  type Standing,
  type Viewer,
  voteEligibility,
} from "./eligibility.ts";
import type { ProposalState } from "./proposal-state.ts";

const wallet: Viewer = {
  account: "0x00000000000000000000000000000000000000aa",
  onRightChain: true,
};
const nobody: Viewer = { account: null, onRightChain: false };
const elsewhere: Viewer = { ...wallet, onRightChain: false };

const moment = (state: ProposalState, change: Partial<ProposalMoment> = {}): ProposalMoment => ({
  state,
  decided: false,
  voteStart: 110,
  voteEnd: 200,
  eta: null,
  expiry: 1200,
  clock: 150,
  ...change,
});

const representative = (
  change: Partial<Extract<Standing, { kind: "representative" }>> = {},
): Standing => ({
  kind: "representative",
  member: "BE",
  memberClass: "member",
  memberStatus: "active",
  notBefore: null,
  notAfter: 150,
  proxy: null,
  votesAtSnapshot: true,
  voted: null,
  ...change,
});

describe("voteEligibility", () => {
  it("keeps whose mandate has not begun, and who has given the vote away", () => {
    expect(voteEligibility(wallet, representative({ notBefore: 151 }), moment("active"))).toEqual({
      can: false,
      why: "mandate-not-begun",
      member: "BE",
      notBefore: 151,
    });
    expect(voteEligibility(wallet, representative({ notBefore: 150 }), moment("active")).can).toBe(
      true,
    );
    const proxy = { carrier: "FR", notAfter: 150 };
    expect(voteEligibility(wallet, representative({ proxy }), moment("active"))).toEqual({
      can: false,
      why: "proxy-given",
      member: "BE",
      ...proxy,
    });
    const over = representative({ proxy: { carrier: "FR", notAfter: 149 } });
    expect(voteEligibility(wallet, over, moment("active")).can).toBe(true);
  });

  it("lets a representative vote up to the last second of the mandate", () => {
    expect(voteEligibility(wallet, representative(), moment("active"))).toEqual({
      can: true,
      member: "BE",
    });
    expect(voteEligibility(wallet, representative({ notAfter: 149 }), moment("active"))).toEqual({
      can: false,
      why: "mandate-ended",
      member: "BE",
      notAfter: 149,
    });
  });

  it.each([
    ["no-wallet", nobody, representative(), moment("active")],
    ["wrong-chain", elsewhere, representative(), moment("active")],
    ["not-representative", wallet, { kind: "stranger" }, moment("active")],
    ["mandate-key", wallet, { kind: "mandate-key", member: "BE" }, moment("active")],
    ["observer", wallet, representative({ memberClass: "observer" }), moment("active")],
    ["member-suspended", wallet, representative({ memberStatus: "suspended" }), moment("active")],
    ["member-left", wallet, representative({ memberStatus: "left" }), moment("active")],
    ["no-vote-at-snapshot", wallet, representative({ votesAtSnapshot: false }), moment("active")],
    ["voted", wallet, representative({ voted: "abstain" }), moment("active")],
    ["voted", wallet, representative({ voted: "for" }), moment("executed")],
    ["not-started", nobody, { kind: "stranger" }, moment("pending")],
    ["decided", wallet, representative(), moment("succeeded", { decided: true })],
    ["decided", wallet, representative(), moment("defeated", { decided: true, clock: 999 })],
    ["closed", wallet, representative(), moment("defeated", { clock: 201 })],
    ["cancelled", wallet, representative(), moment("cancelled")],
  ] as const)("says %s", (why, viewer, standing, proposal) => {
    expect(voteEligibility(viewer, standing, proposal)).toMatchObject({ can: false, why });
  });
});

describe("proposeEligibility", () => {
  it("asks for a mandate, not for a vote at some snapshot", () => {
    expect(proposeEligibility(wallet, representative({ votesAtSnapshot: false }), 150)).toEqual({
      can: true,
      member: "BE",
    });
    expect(proposeEligibility(wallet, representative(), 151)).toMatchObject({
      can: false,
      why: "mandate-ended",
    });
    expect(proposeEligibility(nobody, { kind: "stranger" }, 0)).toEqual({
      can: false,
      why: "no-wallet",
    });
    expect(proposeEligibility(wallet, { kind: "stranger" }, 0)).toEqual({
      can: false,
      why: "not-representative",
    });
  });
});

describe("queueEligibility", () => {
  it("lets anybody with a wallet queue an approved proposal", () => {
    expect(queueEligibility(wallet, moment("succeeded"))).toEqual({ can: true });
    expect(queueEligibility(nobody, moment("succeeded"))).toEqual({ can: false, why: "no-wallet" });
    expect(queueEligibility(elsewhere, moment("succeeded"))).toEqual({
      can: false,
      why: "wrong-chain",
    });
  });

  it.each([
    ["not-started", moment("pending")],
    ["voting", moment("active")],
    ["defeated", moment("defeated")],
    ["cancelled", moment("cancelled")],
    ["expired", moment("expired")],
    ["executed", moment("executed", { eta: 140 })],
    ["queued", moment("waiting", { eta: 190 })],
    ["queued", moment("executable", { eta: 140 })],
    ["no-delay", moment("executable")],
  ] as const)("says %s, wallet or not", (why, proposal) => {
    expect(queueEligibility(wallet, proposal)).toMatchObject({ can: false, why });
    expect(queueEligibility(nobody, proposal)).toMatchObject({ can: false, why });
  });
});

describe("executeEligibility", () => {
  it("lets anybody with a wallet execute once the delay is over", () => {
    expect(executeEligibility(wallet, moment("executable", { eta: 140 }))).toEqual({ can: true });
    expect(executeEligibility(wallet, moment("executable"))).toEqual({ can: true });
    expect(executeEligibility(nobody, moment("executable", { eta: 140 }))).toEqual({
      can: false,
      why: "no-wallet",
    });
  });

  it.each([
    ["not-started", moment("pending")],
    ["voting", moment("active")],
    ["defeated", moment("defeated")],
    ["cancelled", moment("cancelled")],
    ["expired", moment("expired")],
    ["executed", moment("executed", { eta: 140 })],
    ["not-queued", moment("succeeded")],
    ["waiting", moment("waiting", { eta: 190 })],
  ] as const)("says %s", (why, proposal) => {
    expect(executeEligibility(wallet, proposal)).toMatchObject({ can: false, why });
  });
});
