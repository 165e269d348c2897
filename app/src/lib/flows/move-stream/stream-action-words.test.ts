import { describe, expect, it } from "vitest";

import { nodeDouble, streamDouble } from "#lib/features/payments/payment-double.ts";

import { restNote, streamActionFollows } from "./stream-action-words.ts";

const naming = { account: (address: string) => address.slice(-1), money: String };
const inactive = { node: nodeDouble({ status: "suspended", activeSince: null }) };
const retired = { node: nodeDouble({ status: "retired", activeSince: null }) };
const follows = (own: Parameters<typeof streamDouble>[0], action: "top-up" | "resume" | "end") =>
  streamActionFollows(streamDouble(own), action, 5n, 2n, naming).join(" ");

describe("a stream whose node is not active", () => {
  it("says why nothing accrues, and whether it ever will", () => {
    expect(restNote(streamDouble())).toBeNull();
    expect(restNote({ node: nodeDouble() })).toBeNull();
    expect(restNote(inactive)).toMatch(/^The stream rests: node\.example is not active/);
    expect(restNote(retired)).toMatch(/^The stream rests for good: node\.example is retired/);
  });

  it("says so before somebody puts in more or resumes it, and not before it ends", () => {
    expect(follows(retired, "top-up")).toMatch(/^5 leave your account .* rests for good/);
    expect(follows(inactive, "resume")).toContain("The stream rests:");
    expect(follows({}, "top-up")).not.toContain("rests");
    expect(follows(retired, "end")).not.toContain("rests");
  });
});
