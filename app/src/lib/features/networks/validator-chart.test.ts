import { describe, expect, it } from "vitest";

import { countsOverTime, stepChart } from "./validator-chart.ts";

const change = (timestamp: number, validatorCount: number) => ({ timestamp, validatorCount });

describe("countsOverTime", () => {
  it("takes the last change of each moment", () => {
    expect(countsOverTime([change(20, 3), change(10, 4), change(10, 3), change(10, 2)])).toEqual([
      { time: 10, count: 4 },
      { time: 20, count: 3 },
    ]);
  });
});

describe("stepChart", () => {
  const area = { width: 100, height: 50 };

  it("goes in steps from the first change to now", () => {
    const { line, area: closed } = stepChart(
      [
        { time: 0, count: 4 },
        { time: 50, count: 3 },
      ],
      100,
      area,
    );
    expect(line).toBe("M0 10H50V20H100");
    expect(closed).toBe("M0 10H50V20H100V50H0Z");
  });

  it("marks few counts, however many validators there are", () => {
    expect(stepChart([{ time: 0, count: 4 }], 10, area).ticks.map(({ count }) => count)).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(stepChart([{ time: 0, count: 100 }], 10, area).ticks.map(({ count }) => count)).toEqual([
      0, 25, 50, 75, 100,
    ]);
  });

  it("draws no line where nothing ever happened", () => {
    expect(stepChart([], 10, area).line).toBe("");
  });
});
