import { describe, expect, it } from "vitest";

import { judgeIndex } from "./health.ts";

const head = { block: 100, timestamp: 1_000 };

describe("judgeIndex", () => {
  it("is current when it keeps up", () => {
    expect(judgeIndex({ failed: false, block: 99, timestamp: 999 }, head)).toEqual({
      state: "current",
      block: 99,
    });
    expect(judgeIndex({ failed: false, block: 101, timestamp: 1_001 }, head)).toEqual({
      state: "current",
      block: 101,
    });
  });

  it("is not late because an idle chain jumped", () => {
    expect(judgeIndex({ failed: false, block: 99, timestamp: 10 }, head).state).toBe("current");
    expect(judgeIndex({ failed: false, block: 70, timestamp: 999 }, head).state).toBe("current");
  });

  it("says by how much it is behind", () => {
    expect(judgeIndex({ failed: false, block: 60, timestamp: 900 }, head)).toEqual({
      state: "behind",
      block: 60,
      blocks: 40,
      seconds: 100,
    });
    expect(judgeIndex({ failed: false, block: 60, timestamp: null }, head).state).toBe("behind");
  });

  it("says failed before anything else", () => {
    expect(judgeIndex({ failed: true, block: 99, timestamp: 999 }, head).state).toBe("failed");
    expect(judgeIndex({ failed: true, block: 99, timestamp: 999 }, null).state).toBe("failed");
  });

  it("tells a silent index from a silent chain", () => {
    expect(judgeIndex(null, head).state).toBe("unreachable");
    expect(judgeIndex(null, null)).toEqual({ state: "chain-unreachable", block: null });
    expect(judgeIndex({ failed: false, block: 7, timestamp: 7 }, null)).toEqual({
      state: "chain-unreachable",
      block: 7,
    });
  });
});
