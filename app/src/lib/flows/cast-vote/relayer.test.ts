import { describe, expect, it } from "vitest";

import type { SignedBallot } from "./ballot.ts";
import { askBallot, submitBallot } from "./relayer.ts";
import { refusedByRelayer } from "./relayer-words.ts";

const ballot = { council: "0x01", proposalId: "7" } as unknown as SignedBallot;
const answering =
  (status: number, body: unknown): typeof fetch =>
  () =>
    Promise.resolve(new Response(JSON.stringify(body), { status }));

describe("submitBallot", () => {
  it("sends the ballot as it is in the file, and reads what became of it", async () => {
    let sent: unknown;
    const request: typeof fetch = (url, init) => {
      sent = [url, init?.method, init?.body];
      return answering(202, { id: "a", status: "accepted", ballot, receipt: null })(url);
    };
    expect(await submitBallot(ballot, request)).toEqual({
      answer: "relayed",
      relayed: {
        id: "a",
        status: "accepted",
        transaction: null,
        error: null,
        remedy: null,
        receipt: null,
      },
    });
    expect(sent).toEqual(["/api/v1/ballots", "POST", JSON.stringify(ballot)]);
  });

  it("tells a relayer that says no from one that is not there", async () => {
    const no = { title: "CouncilAlreadyVoted", remedy: "Nothing to do." };
    expect(await submitBallot(ballot, answering(422, no))).toEqual({ answer: "refused", ...no });
    expect(await submitBallot(ballot, answering(503, { title: "No relayer." }))).toEqual({
      answer: "away",
    });
    expect(await submitBallot(ballot, answering(404, {}))).toEqual({ answer: "away" });
    expect(await submitBallot(ballot, () => Promise.reject(new TypeError("failed")))).toEqual({
      answer: "away",
    });
    expect(await askBallot("a", answering(200, { id: 7 }))).toEqual({ answer: "away" });
  });
});

describe("refusedByRelayer", () => {
  it("finds the error of the contract by its name or its words, and keeps what it does not know", () => {
    const known = refusedByRelayer("CouncilAlreadyVoted(7, 0x01)", null);
    expect(known).toMatchObject({ kind: "refused", error: "CouncilAlreadyVoted" });
    const { notice } = known as { notice: string };
    expect(refusedByRelayer(notice, "x")).toMatchObject({ error: "CouncilAlreadyVoted" });
    expect(refusedByRelayer("The queue is full.", "Try later.")).toEqual({
      kind: "told",
      text: "The queue is full.",
      remedy: "Try later.",
    });
  });
});
