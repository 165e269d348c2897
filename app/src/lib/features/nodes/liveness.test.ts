import { describe, expect, it } from "vitest";

import { levelOf, livenessFrom, livenessMap, readSpan, spans } from "./liveness.ts";

const [a, b] = [`0x${"0a".repeat(32)}`, `0x${"0b".repeat(32)}`] as const;
const now = 100 * 3_600 + 120;
const at = (hour: number, node: `0x${string}`, expected: number, sealed: number) => ({
  timestamp: hour * 3_600 * 1_000_000,
  node: { id: node },
  expected,
  sealed,
});

describe("livenessMap", () => {
  const map = livenessMap(
    [at(100, a, 10, 10), at(99, a, 10, 5), at(99, b, 8, 0), at(76, a, 10, 0)],
    [a, b],
    "hour",
    now,
  );

  it("ends with the present hour", () => {
    expect(map.columns).toHaveLength(spans.hour.columns);
    expect(map.columns.at(-1)).toBe(100 * 3_600);
    expect(map.columns[0]).toBe(livenessFrom("hour", now));
  });

  it("tells apart who was silent and of whom nobody spoke", () => {
    expect(map.rows[0]?.cells.slice(-2)).toEqual([
      { expected: 10, sealed: 5, share: 0.5 },
      { expected: 10, sealed: 10, share: 1 },
    ]);
    expect(map.rows[1]?.cells.slice(-2)).toEqual([{ expected: 8, sealed: 0, share: 0 }, null]);
  });

  it("sums up what it shows, and nothing older", () => {
    expect(map.rows[0]?.total).toEqual({ expected: 20, sealed: 15, share: 0.75 });
    expect(livenessMap([], [a], "day", now).rows[0]?.total).toBeNull();
  });
});

describe("levelOf", () => {
  it.each([
    [1, "full"],
    [0.98, "most"],
    [0.5, "some"],
    [0, "silent"],
  ] as const)("%s is %s", (share, level) => {
    expect(levelOf({ expected: 100, sealed: share * 100, share })).toBe(level);
  });
});

describe("readSpan", () => {
  it("shows hours unless days are asked for", () => {
    expect(readSpan(new URLSearchParams("span=day"))).toBe("day");
    expect(readSpan(new URLSearchParams("span=year"))).toBe("hour");
  });
});
