import { describe, expect, it } from "vitest";

import { isFinal, type ProposalFacts, proposalState, timeline } from "./proposal-state.ts";

const tx = (n: number): `0x${string}` => `0x${n.toString(16).padStart(64, "0")}`;

/** Proposed at 100, votes from 111 to 200, lapses 1000 seconds after, or 1000 seconds after its eta once it is queued. */
function facts(change: Partial<ProposalFacts> = {}): ProposalFacts {
  return {
    proposed: { time: 100, transaction: tx(1) },
    voteStart: 110,
    voteEnd: 200,
    decision: { decided: false, succeeded: false },
    decided: null,
    queued: null,
    eta: null,
    executed: null,
    cancelled: null,
    needsQueuing: true,
    expiry: 1200,
    ...change,
  };
}

const approved = {
  decision: { decided: true, succeeded: true },
  decided: { time: 150, transaction: tx(2) },
};
const queued = { ...approved, queued: { time: 160, transaction: tx(3) }, eta: 190, expiry: 1190 };

describe("proposalState", () => {
  it.each([
    ["is pending up to and at the snapshot", facts(), 110, "pending"],
    ["is active from the second after the snapshot", facts(), 111, "active"],
    ["is active up to and at the deadline", facts(), 200, "active"],
    ["is defeated after the deadline without a majority", facts(), 201, "defeated"],
    [
      "is defeated early once no completion can carry it",
      facts({ decision: { decided: true, succeeded: false } }),
      120,
      "defeated",
    ],
    ["is approved early once no completion can stop it", facts(approved), 150, "succeeded"],
    ["does not close before it opens, whatever the tally", facts(approved), 110, "pending"],
    [
      "is executable at once when no delay is asked",
      facts({ ...approved, needsQueuing: false }),
      150,
      "executable",
    ],
    ["waits up to the second before its eta", facts(queued), 189, "waiting"],
    ["is executable from its eta on", facts(queued), 190, "executable"],
    ["is executable in the last second before it lapses", facts(queued), 1189, "executable"],
    ["lapses at eta plus expiration", facts(queued), 1190, "expired"],
    ["can be queued in the last second before it lapses", facts(approved), 1199, "succeeded"],
    ["lapses unqueued at deadline plus expiration", facts(approved), 1200, "expired"],
    [
      "never lapses once executed",
      facts({ ...queued, executed: { time: 195, transaction: tx(4) } }),
      9999,
      "executed",
    ],
    [
      "stays cancelled",
      facts({ ...queued, cancelled: { time: 170, transaction: tx(5) } }),
      9999,
      "cancelled",
    ],
  ] as const)("%s", (_, given, clock, state) => {
    expect(proposalState(given, clock)).toBe(state);
  });

  it("only moves forward while the clock runs", () => {
    const order = ["pending", "active", "succeeded", "waiting", "executable", "expired"];
    for (const given of [
      facts(),
      facts(approved),
      facts(queued),
      facts({ ...approved, needsQueuing: false }),
    ]) {
      let last = -1;
      for (let clock = 100; clock < 1300; ++clock) {
        const state = proposalState(given, clock);
        const place = state === "defeated" ? 5 : order.indexOf(state);
        expect(place).toBeGreaterThanOrEqual(last);
        last = place;
      }
    }
  });
});

describe("isFinal", () => {
  it("is true for the states that nothing leads out of", () => {
    expect((["executed", "defeated", "cancelled", "expired"] as const).every(isFinal)).toBe(true);
    expect(
      (["pending", "active", "succeeded", "waiting", "executable"] as const).some(isFinal),
    ).toBe(false);
  });
});

describe("timeline", () => {
  const outline = (given: ProposalFacts, clock: number) =>
    timeline(given, clock).map(({ kind, status, time }) => `${kind} ${status} ${time ?? "?"}`);

  it("shows what comes while members vote", () => {
    expect(outline(facts(), 120)).toEqual([
      "proposed done 100",
      "voting-opens done 110",
      "voting-closes next 200",
      "queued later ?",
      "delay-ends later ?",
      "executed later ?",
    ]);
  });

  it("waits for somebody to queue an approved proposal", () => {
    expect(outline(facts(approved), 155)).toEqual([
      "proposed done 100",
      "voting-opens done 110",
      "decided done 150",
      "queued next ?",
      "delay-ends later ?",
      "executed later ?",
      "expires later 1200",
    ]);
  });

  it("knows when the delay ends once queued", () => {
    expect(outline(facts(queued), 165)).toContain("delay-ends next 190");
    expect(outline(facts(queued), 190)).toEqual([
      "proposed done 100",
      "voting-opens done 110",
      "decided done 150",
      "queued done 160",
      "delay-ends done 190",
      "executed next ?",
      "expires later 1190",
    ]);
  });

  it("ends with the execution, which carries its transaction", () => {
    const steps = timeline(facts({ ...queued, executed: { time: 195, transaction: tx(4) } }), 9999);
    expect(steps.at(-1)).toEqual({
      kind: "executed",
      status: "done",
      time: 195,
      transaction: tx(4),
    });
    expect(steps.every(({ status }) => status === "done")).toBe(true);
  });

  it("ends with the vote when it is defeated", () => {
    expect(outline(facts(), 201)).toEqual([
      "proposed done 100",
      "voting-opens done 110",
      "voting-closes done 200",
    ]);
  });

  it("ends with the lapse when nobody queued or executed in time", () => {
    expect(outline(facts(approved), 1200)).toEqual([
      "proposed done 100",
      "voting-opens done 110",
      "decided done 150",
      "expires done 1200",
    ]);
    expect(outline(facts(queued), 1190).at(-1)).toBe("expires done 1190");
  });

  it("leaves out what a cancellation prevented", () => {
    expect(outline(facts({ cancelled: { time: 105, transaction: tx(5) } }), 300)).toEqual([
      "proposed done 100",
      "cancelled done 105",
    ]);
    expect(
      outline(facts({ ...queued, cancelled: { time: 170, transaction: tx(5) } }), 300),
    ).toEqual([
      "proposed done 100",
      "voting-opens done 110",
      "decided done 150",
      "queued done 160",
      "cancelled done 170",
    ]);
  });

  it("has no delay to wait for when none is asked", () => {
    expect(outline(facts({ ...approved, needsQueuing: false }), 155)).toEqual([
      "proposed done 100",
      "voting-opens done 110",
      "decided done 150",
      "executed next ?",
      "expires later 1200",
    ]);
  });
});
