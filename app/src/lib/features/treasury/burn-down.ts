/** What a line had left from a time on, in units of its token. */
export interface Level {
  /** Seconds since 1970. */
  time: number;
  left: bigint;
  ceiling: bigint;
  spent: bigint;
}

/** What changes how much is left: another ceiling, or a payment with what the line has spent in all. */
export type LevelChange = { ordinal: bigint; timestamp: number } & (
  { ceiling: bigint } | { amount: bigint; spent: bigint }
);

interface Line {
  from: number;
  until: number;
  ceiling: bigint;
  closedAt: number | null;
}

/**
 * What a line had left over its period, the earliest first: one entry a moment, the last change in it counts. What was changed before the
 * period stands at its beginning. Where the earliest payments are missing, it begins with what the first known one says.
 */
export function burnDown(line: Line, changes: readonly LevelChange[]): Level[] {
  const inOrder = changes.toSorted((a, b) => (a.ordinal < b.ordinal ? -1 : 1));
  let ceiling = inOrder.find((change) => "ceiling" in change)?.ceiling ?? line.ceiling;
  const first = inOrder.find((change) => "spent" in change);
  let spent = first ? first.spent - first.amount : 0n;
  const levels: Level[] = [{ time: line.from, left: ceiling - spent, ceiling, spent }];
  for (const change of inOrder) {
    if ("ceiling" in change) ceiling = change.ceiling;
    else spent = change.spent;
    const time = Math.max(line.from, change.timestamp);
    if (levels.at(-1)?.time === time) levels.pop();
    levels.push({ time, left: ceiling - spent, ceiling, spent });
  }
  return levels;
}

export interface BurnDownChart {
  /** Path of what was left, in steps, up to now; empty before the period begins. */
  line: string;
  /** The same, closed at the bottom. */
  area: string;
  /** Path of an even pace: from the ceiling at the beginning to nothing at the end. */
  pace: string;
  /** Where the line ends: what is left now, or was in the end; null before the period begins. */
  end: { x: number; y: number } | null;
  /** Where now is; null outside of the period. */
  now: number | null;
  /** Amounts with a rule of their own, from nothing to the top. */
  ticks: { amount: bigint; y: number }[];
}

/** Where a burn-down draws: time from the first to the last second of the period, and amounts up to the highest ceiling. */
export function burnDownChart(
  line: Line,
  levels: readonly Level[],
  now: number,
  { width, height }: { width: number; height: number },
): BurnDownChart {
  const top = levels.reduce(
    (most, level) => (level.left > most ? level.left : most),
    line.ceiling > 0n ? line.ceiling : 1n,
  );
  const length = Math.max(1, line.until - line.from);
  const x = (time: number) =>
    round((Math.min(Math.max(time, line.from), line.until) - line.from) * (width / length));
  const y = (amount: bigint) => round(height - (Number(amount) / Number(top)) * height);
  const end = Math.min(now, line.until, line.closedAt ?? line.until);
  const shown = levels.filter(({ time }) => time <= end);
  const steps = shown.map(({ time, left }, place) =>
    place === 0 ? `M${x(time)} ${y(left)}` : `H${x(time)}V${y(left)}`,
  );
  const last = shown.at(-1);
  const path = steps.length === 0 ? "" : `${steps.join("")}H${x(end)}`;
  return {
    line: path,
    area: path === "" ? "" : `${path}V${height}H${x(shown[0]?.time ?? line.from)}Z`,
    end: last ? { x: x(end), y: y(last.left) } : null,
    pace: `M0 ${y(line.ceiling)}L${width} ${height}`,
    now: now >= line.from && now <= line.until ? x(now) : null,
    ticks: [top, top / 2n, 0n].map((amount) => ({ amount, y: y(amount) })),
  };
}

/** What an even pace leaves at a time, in units of the token; of one with more decimals down to the second, as people count money. */
export function evenPace(
  { from, until, ceiling }: Line,
  now: number,
  decimals: number | null | undefined,
): bigint {
  const length = Math.max(1, until - from);
  const rest = Math.min(Math.max(until - now, 0), length);
  const pace = (ceiling * BigInt(rest)) / BigInt(length);
  return pace - (pace % 10n ** BigInt(Math.max(0, (decimals ?? 0) - 2)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
