import { describe, expect, it } from "vitest";

import { fetchNodeStanding, nodeStatusAt, readNodeStanding } from "./node-standing.ts";

const node = `0x${"1".repeat(64)}`;

describe("readNodeStanding", () => {
  it("reads status and nonce", () => {
    expect(readNodeStanding(node, { status: "pending", nonce: "3" })).toEqual({
      state: "known",
      node,
      standing: { status: "pending", nonce: 3n },
    });
  });

  it.each([
    null,
    {},
    { status: "gone", nonce: "1" },
    { status: "none", nonce: 1 },
    { status: "none", nonce: "-1" },
  ])("does not guess from %j", (answer) => {
    expect(readNodeStanding(node, answer)).toEqual({ state: "unknown", node });
  });
});

describe("fetchNodeStanding", () => {
  it("says that it does not know when the server gives no good answer", async () => {
    const refusing = async () => new Response("{}", { status: 503 });
    const failing = () => Promise.reject(new TypeError("Failed to fetch"));
    expect(await fetchNodeStanding(node, refusing)).toEqual({ state: "unknown", node });
    expect(await fetchNodeStanding(node, failing)).toEqual({ state: "unknown", node });
  });

  it("asks for exactly this node", async () => {
    const asked: string[] = [];
    const answering = (url: unknown) => {
      asked.push(url as string);
      return Promise.resolve(Response.json({ status: "none", nonce: "0" }));
    };
    expect(await fetchNodeStanding(node, answering)).toMatchObject({ state: "known" });
    expect(asked).toEqual([`/nodes/register/${node}`]);
  });
});

describe("nodeStatusAt", () => {
  it("follows the contract's order", () => {
    expect([0, 1, 2, 3, 4].map(nodeStatusAt)).toEqual([
      "none",
      "pending",
      "active",
      "suspended",
      "retired",
    ]);
  });
});
