import type { ValidatorChange } from "#lib/index/networks.ts";

/** How many validators there were from a time on. */
export interface CountFrom {
  time: number;
  count: number;
}

/** The number of validators over time, the earliest first: one entry a moment, the last change in it counts. */
export function countsOverTime(
  changes: readonly Pick<ValidatorChange, "timestamp" | "validatorCount">[],
): CountFrom[] {
  const counts: CountFrom[] = [];
  for (const { timestamp, validatorCount } of changes.toReversed()) {
    if (counts.at(-1)?.time === timestamp) counts.pop();
    counts.push({ time: timestamp, count: validatorCount });
  }
  return counts;
}

/** Where a chart draws: from the first change to now, from nobody to one more than there ever were. */
export interface ChartArea {
  width: number;
  height: number;
}

export interface StepChart {
  /** Path of the line that goes in steps. */
  line: string;
  /** The same, closed at the bottom. */
  area: string;
  /** Counts that have a line of their own across the chart, with its height. */
  ticks: { count: number; y: number }[];
}

export function stepChart(
  counts: readonly CountFrom[],
  now: number,
  { width, height }: ChartArea,
): StepChart {
  const [first] = counts;
  const most = Math.max(1, ...counts.map(({ count }) => count));
  const y = (count: number) => round(height - (count / (most + 1)) * height);
  const ticks = tickCounts(most).map((count) => ({ count, y: y(count) }));
  if (!first) return { line: "", area: "", ticks };
  const length = Math.max(1, now - first.time);
  const x = (time: number) => round((Math.min(time, now) - first.time) * (width / length));
  const steps = counts.map(({ time, count }, place) =>
    place === 0 ? `M${x(time)} ${y(count)}` : `H${x(time)}V${y(count)}`,
  );
  const line = `${steps.join("")}H${width}`;
  return { line, area: `${line}V${height}H0Z`, ticks };
}

function tickCounts(most: number): number[] {
  const step = Math.max(1, Math.ceil(most / 4));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, place) => place * step);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
