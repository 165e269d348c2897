import { expect, it } from "vitest";

import { decisionsUnderWay, nodeHistory } from "./node-history.ts";

const tx = (n: number) => `0x${n.toString(16).padStart(64, "0")}` as const;

const proposal = {
  number: 2,
  description: "Admit it",
  createdAt: 20,
  createdIn: tx(20),
  snapshot: 21,
  deadline: 90,
  decidedAt: null as number | null,
  decidedIn: null as `0x${string}` | null,
  decidedSucceeded: null as boolean | null,
  queuedAt: null as number | null,
  queuedIn: null as `0x${string}` | null,
  executedAt: null as number | null,
  cancelledAt: null as number | null,
  cancelledIn: null as `0x${string}` | null,
};

const registered = {
  id: tx(1),
  status: "pending",
  timestamp: 10,
  actor: tx(9),
  activeSeconds: 0,
  transaction: { id: tx(10), executedProposals: [] },
} as const;

function node(change: Partial<typeof proposal>, ...more: object[]) {
  const call = { selector: "0x12345678", proposal: { ...proposal, ...change } } as const;
  return {
    statusHistory: [registered, ...more],
    proposalCalls: [call, call],
  } as unknown as Parameters<typeof nodeHistory>[0];
}

const title = (text: string) => text;

it("weaves the steps of a decision into those of the node, each once", () => {
  const admitted = {
    ...registered,
    id: tx(2),
    status: "active",
    timestamp: 50,
    transaction: {
      id: tx(50),
      executedProposals: [{ number: 2, description: "Admit it", body: { name: "Assembly" } }],
    },
  };
  const through = {
    decidedAt: 30,
    decidedIn: tx(30),
    decidedSucceeded: true,
    queuedAt: 40,
    queuedIn: tx(40),
    executedAt: 50,
  };
  const events = nodeHistory(node(through, admitted), title, 100);
  expect(events.map((event) => (event.kind === "status" ? event.status : event.kind))).toEqual([
    "pending",
    "proposed",
    "approved",
    "queued",
    "active",
  ]);
  expect(events.at(-1)).toMatchObject({
    decision: { number: 2, title: "Admit it" },
    transaction: tx(50),
  });
  expect(decisionsUnderWay(node(through, admitted), title, 100)).toEqual([]);
});

it("shows an open vote last, as under way", () => {
  const events = nodeHistory(node({}), title, 50);
  expect(events.map(({ kind }) => kind)).toEqual(["status", "proposed", "voting"]);
  expect(decisionsUnderWay(node({}), title, 50)).toEqual([{ number: 2, title: "Admit it" }]);
});

it("does not wait for a vote that ran out, was lost or was cancelled", () => {
  for (const change of [
    {},
    { decidedAt: 30, decidedIn: tx(30), decidedSucceeded: false },
    { cancelledAt: 30, cancelledIn: tx(30) },
  ]) {
    const late = node(change);
    expect(nodeHistory(late, title, 91).some(({ kind }) => kind === "voting")).toBe(false);
    expect(decisionsUnderWay(late, title, 91)).toEqual([]);
  }
});

it("still waits for an approved decision to be carried out", () => {
  const approved = node({ decidedAt: 30, decidedIn: tx(30), decidedSucceeded: true });
  expect(decisionsUnderWay(approved, title, 1_000)).toHaveLength(1);
});
