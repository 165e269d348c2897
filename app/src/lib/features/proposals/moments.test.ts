import { describe, expect, it } from "vitest";

import { latestMoment, standingMoment } from "./moments.ts";
import type { ProposalFacts } from "./proposal-state.ts";

const tx: `0x${string}` = `0x${"1".repeat(64)}`;
const approved: ProposalFacts = {
  proposed: { time: 100, transaction: tx },
  voteStart: 110,
  voteEnd: 200,
  decision: { decided: true, succeeded: true },
  decided: { time: 150, transaction: tx },
  queued: { time: 160, transaction: tx },
  eta: 190,
  executed: null,
  cancelled: null,
  needsQueuing: true,
  expiry: 1190,
};
const open: ProposalFacts = {
  ...approved,
  decision: { decided: false, succeeded: false },
  decided: null,
  queued: null,
  eta: null,
  expiry: 1200,
};

describe("moments", () => {
  it.each([
    [open, 105, 110, 110],
    [open, 150, 200, 200],
    [open, 201, 200, null],
    [{ ...approved, queued: null, eta: null, expiry: 1200 }, 155, 150, 1200],
    [{ ...approved, queued: null, eta: null, expiry: null }, 155, 150, null],
    [approved, 180, 150, 190],
    [approved, 190, 150, 1190],
    [approved, 1190, 1190, 1190],
    [{ ...approved, executed: { time: 195, transaction: tx } }, 5000, 195, 195],
    [{ ...approved, cancelled: { time: 170, transaction: tx } }, 5000, 170, 170],
  ] as const)("tell the time that matters in case %#", (facts, now, latest, standing) => {
    expect(latestMoment(facts, now).time).toBe(latest);
    expect(standingMoment(facts, now).time).toBe(standing);
  });
});
