import { describe, expect, it } from "vitest";

import { nodesPath, nodeWhere, readNodeFilter } from "./node-filter.ts";

const all = { status: null, kind: null, page: 1 } as const;

describe("filter of nodes", () => {
  it("comes back from the address that it makes", () => {
    for (const filter of [
      all,
      { status: "pending", kind: "observer", page: 3 } as const,
      { ...all, page: 2 },
    ]) {
      const url = new URL(nodesPath(filter), "https://register.example");
      expect(readNodeFilter(url.searchParams)).toEqual(filter);
    }
    expect(nodesPath(all)).toBe("/nodes");
  });

  it("disregards what it does not know", () => {
    const params = new URLSearchParams("status=none&kind=miner&page=-1");
    expect(readNodeFilter(params)).toEqual(all);
    expect(readNodeFilter(new URLSearchParams("page=1.5")).page).toBe(1);
    expect(readNodeFilter(new URLSearchParams("page=1e9")).page).toBe(1);
  });

  it("leaves withdrawn registrations out unless a status is asked for", () => {
    expect(nodeWhere(all)).toEqual({ status_not: "NONE" });
    expect(nodeWhere({ ...all, status: "active", kind: "boot" })).toEqual({
      status: "ACTIVE",
      kind: "BOOT",
    });
  });
});
