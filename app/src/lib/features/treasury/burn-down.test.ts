import { describe, expect, it } from "vitest";

import { burnDown, burnDownChart, evenPace } from "./burn-down.ts";

const line = { from: 100, until: 200, ceiling: 80n, closedAt: null };
const area = { width: 200, height: 100 };
const opened = { ordinal: 1n, timestamp: 50, ceiling: 100n };

describe("a burn-down", () => {
  it("begins with the ceiling at the first second of the period", () => {
    expect(burnDown(line, [opened])).toEqual([{ time: 100, left: 100n, ceiling: 100n, spent: 0n }]);
  });

  it("falls with each payment, follows the ceiling, and takes the last word of a moment", () => {
    const levels = burnDown(line, [
      { ordinal: 4n, timestamp: 150, amount: 10n, spent: 30n },
      opened,
      { ordinal: 3n, timestamp: 150, amount: 15n, spent: 20n },
      { ordinal: 2n, timestamp: 120, amount: 5n, spent: 5n },
      { ordinal: 5n, timestamp: 160, ceiling: 80n },
    ]);
    expect(levels.map(({ time, left }) => [time, left])).toEqual([
      [100, 100n],
      [120, 95n],
      [150, 70n],
      [160, 50n],
    ]);
  });

  it("begins with what the first known payment says where earlier ones are missing", () => {
    const [first] = burnDown(line, [
      opened,
      { ordinal: 9n, timestamp: 150, amount: 10n, spent: 60n },
    ]);
    expect(first).toMatchObject({ left: 50n, spent: 50n });
  });

  it("draws steps up to now beside an even pace", () => {
    const levels = burnDown({ ...line, ceiling: 100n }, [
      opened,
      { ordinal: 2n, timestamp: 125, amount: 50n, spent: 50n },
    ]);
    expect(burnDownChart({ ...line, ceiling: 100n }, levels, 150, area)).toEqual({
      line: "M0 0H50V50H100",
      area: "M0 0H50V50H100V100H0Z",
      end: { x: 100, y: 50 },
      pace: "M0 0L200 100",
      now: 100,
      ticks: [
        { amount: 100n, y: 0 },
        { amount: 50n, y: 50 },
        { amount: 0n, y: 100 },
      ],
    });
  });

  it("draws nothing before the period, and nothing after its end or the closing", () => {
    const levels = burnDown(line, [opened]);
    expect(burnDownChart(line, levels, 99, area)).toMatchObject({
      line: "",
      area: "",
      end: null,
      now: null,
    });
    expect(burnDownChart(line, levels, 900, area)).toMatchObject({ line: "M0 0H200", now: null });
    expect(burnDownChart({ ...line, closedAt: 150 }, levels, 900, area).line).toBe("M0 0H100");
  });

  it("survives a line with nothing to spend", () => {
    const empty = { ...line, ceiling: 0n };
    const chart = burnDownChart(empty, burnDown(empty, [{ ...opened, ceiling: 0n }]), 150, area);
    expect(chart.line).toBe("M0 100H100");
  });

  it("compares with an even pace, to the cent", () => {
    const third = { ...line, from: 0, until: 3, ceiling: 1_000_000n };
    expect(evenPace(third, 2, 6)).toBe(330_000n);
    expect(evenPace(third, 2, null)).toBe(333_333n);
    expect([50, 100, 150, 200, 900].map((now) => evenPace(line, now, 2))).toEqual([
      80n,
      80n,
      40n,
      0n,
      0n,
    ]);
  });
});
