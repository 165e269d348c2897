import { describe, expect, it } from "vitest";

import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import type { SignedBallot } from "./ballot.ts";
import { askBallot, readRelayed, type RelayerRefusal, submitBallot } from "./relayer.ts";
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
        refusal: null,
        receipt: null,
      },
    });
    expect(sent).toEqual(["/api/v1/ballots", "POST", JSON.stringify(ballot)]);
  });

  it("tells a relayer that says no from one that is not there", async () => {
    const said = {
      error: "CouncilAlreadyVoted",
      values: [{ name: "voter", value: "0x01" }],
      title: "CouncilAlreadyVoted(0x01): The member has voted.",
    };
    const no = { ...said, detail: "Nothing to do." };
    expect(await submitBallot(ballot, answering(422, no))).toEqual({
      answer: "refused",
      refusal: { ...said, remedy: "Nothing to do." },
    });
    expect(await submitBallot(ballot, answering(422, { values: [{ name: 1 }, null] }))).toEqual({
      answer: "refused",
      refusal: { error: null, values: [], title: "HTTP 422", remedy: null },
    });
    expect(
      await submitBallot(ballot, answering(404, { error: "RelayerUnknownCouncil" })),
    ).toMatchObject({ answer: "refused" });
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

describe("readRelayed", () => {
  it("keeps why a ballot was refused, and nothing of that for another", () => {
    const said = {
      id: "a",
      status: "refused",
      error: "CouncilAlreadyVoted",
      explanation: "Voted.",
    };
    expect(readRelayed(said)?.refusal).toEqual({
      error: "CouncilAlreadyVoted",
      values: [],
      title: "Voted.",
      remedy: null,
    });
    expect(readRelayed({ ...said, status: "sent" })?.refusal).toBeNull();
  });
});

describe("refusedByRelayer", () => {
  const refusal: RelayerRefusal = { error: null, values: [], title: null, remedy: null };

  it("tells an error of the contracts as one, with its values", () => {
    const values = [{ name: "voter", value: "0x01" }];
    expect(refusedByRelayer({ ...refusal, error: "CouncilAlreadyVoted", values })).toMatchObject({
      kind: "refused",
      error: "CouncilAlreadyVoted",
      values,
    });
  });

  it("tells the relayer's own errors in the reader's language", () => {
    const text = (of: Partial<RelayerRefusal>) => {
      const told = refusedByRelayer({ ...refusal, title: "In English.", ...of });
      return told.kind === "told" ? told.text : told.kind;
    };
    overwriteGetLocale(() => "fr");
    const french = text({ error: "RelayerOtherBallot" });
    overwriteGetLocale(() => "en");
    expect(french).toMatch(/^Un autre bulletin/);
    const values = [{ name: "field", value: "deadline" }];
    expect(text({ error: "RelayerMalformedBallot", values })).toContain("its deadline is not");
    for (const error of [
      "RelayerUnknownCouncil",
      "RelayerUnreadableRequest",
      "RelayerLongRequest",
      "RelayerUnexplainedRefusal",
      "RelayerNeverTried",
    ])
      expect(text({ error })).not.toMatch(/In English|told/);
  });

  it("keeps the words of what it does not know", () => {
    const title = "The queue is full.";
    expect(refusedByRelayer({ ...refusal, error: "QueueFull", title, remedy: "Later." })).toEqual({
      kind: "told",
      text: title,
      remedy: "Later.",
    });
  });
});
