import { describe, expect, it } from "vitest";

import {
  didsPath,
  didWhere,
  isLegalEntityDid,
  readDidFilter,
  readTime,
  timeRange,
  timeValue,
} from "./did.ts";

describe("readTime", () => {
  const read = (search: string) => readTime(new URLSearchParams(search));

  it("reads what the slider says and what the field says", () => {
    expect(read("second=1000")).toBe(1000);
    expect(read("at=1970-01-01T00:16:40")).toBe(1000);
    expect(read("at=1970-01-01T00:16")).toBe(960);
    expect(read("at=1970-01-02")).toBe(86_400);
    expect(read("at=1970-01-01T01:16:40%2B01:00")).toBe(1000);
    expect(read("at=1970-01-01T00:16:40Z")).toBe(1000);
  });

  it("takes everything else as now", () => {
    for (const search of [
      "",
      "second=-1",
      "second=1e3",
      "at=yesterday",
      "at=2026-13-40",
      "at=1969-12-31",
    ]) {
      expect(read(search), search).toBeNull();
    }
  });

  it("reads what it writes", () => {
    expect(read(`at=${timeValue(1_234_567_890)}`)).toBe(1_234_567_890);
  });
});

describe("timeRange", () => {
  it("goes from the insertion to now, and on to ends that are near", () => {
    expect(timeRange(100, 500, [])).toEqual({ first: 100, last: 500 });
    expect(timeRange(100, 500, [{ notBefore: 50, notAfter: 900 }])).toEqual({
      first: 100,
      last: 901,
    });
    expect(timeRange(100, 500, [{ notBefore: 50, notAfter: 10 ** 12 }])).toEqual({
      first: 100,
      last: 500,
    });
    expect(timeRange(100, 100, [])).toEqual({ first: 100, last: 101 });
  });
});

describe("the filter of DIDs", () => {
  it("stands in the address, without what is as usual", () => {
    const filter = { state: "active", text: "zAb", page: 2 } as const;
    expect(didsPath(filter)).toBe("/identity/dids?state=active&text=zAb&page=2");
    expect(readDidFilter(new URLSearchParams("state=active&text=+zAb&page=2"))).toEqual(filter);
    expect(didsPath(readDidFilter(new URLSearchParams("state=odd&page=0")))).toBe("/identity/dids");
  });

  it("asks the index for what it says", () => {
    expect(didWhere({ state: "active", text: "", page: 1 })).toEqual({ deactivatedAt: null });
    expect(didWhere({ state: "deactivated", text: "zAb", page: 1 })).toEqual({
      deactivatedAt_not: null,
      did_contains_nocase: "zAb",
    });
  });
});

describe("isLegalEntityDid", () => {
  it("knows DIDs that the register takes", () => {
    expect(isLegalEntityDid("did:ebsi:z25gUu5teBo3gYXXaAR8")).toBe(true);
    for (const text of [
      "did:ebsi:zshort",
      "did:key:z25gUu5teBo3gYXXaAR8",
      "did:ebsi:z25gUu5teBo3gYXXaA0O",
      "x",
    ]) {
      expect(isLegalEntityDid(text), text).toBe(false);
    }
  });
});
