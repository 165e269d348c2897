import type { LivenessActivity } from "#lib/index/nodes.ts";

type Hex = `0x${string}`;

/** Length of one column of the map. */
export type Span = "hour" | "day";

export const spans: Record<Span, { seconds: number; columns: number }> = {
  hour: { seconds: 3_600, columns: 24 },
  day: { seconds: 86_400, columns: 28 },
};

/** Reads from the address which span is asked for. */
export function readSpan(params: Pick<URLSearchParams, "get">): Span {
  return params.get("span") === "day" ? "day" : "hour";
}

/** How much of what a node was to seal it sealed in a column; null where nobody reported. */
export interface LivenessCell {
  expected: number;
  sealed: number;
  /** From 0 to 1. */
  share: number;
}

export interface LivenessRow {
  node: Hex;
  cells: (LivenessCell | null)[];
  /** Over all columns; null where nobody reported. */
  total: LivenessCell | null;
}

export interface LivenessMap {
  /** Beginning of each column in seconds since 1970, the present one last. */
  columns: number[];
  rows: LivenessRow[];
}

/** First second that a map at a time shows. */
export function livenessFrom(span: Span, now: number): number {
  const { seconds, columns } = spans[span];
  return Math.floor(now / seconds) * seconds - (columns - 1) * seconds;
}

/** Nodes by time: what monitors reported, in the columns of the span. */
export function livenessMap(
  activities: readonly LivenessActivity[],
  nodes: readonly Hex[],
  span: Span,
  now: number,
): LivenessMap {
  const { seconds, columns: count } = spans[span];
  const from = livenessFrom(span, now);
  const columns = Array.from({ length: count }, (_, place) => from + place * seconds);
  const rows = nodes.map((node): LivenessRow => {
    const own = activities.filter((activity) => activity.node.id === node);
    const cells = columns.map((begin) =>
      cellOf(
        own.filter(({ timestamp }) => {
          const time = timestamp / 1_000_000;
          return time >= begin && time < begin + seconds;
        }),
      ),
    );
    return { node, cells, total: cellOf(cells.filter((cell) => cell !== null)) };
  });
  return { columns, rows };
}

function cellOf(parts: readonly { expected: number; sealed: number }[]): LivenessCell | null {
  const expected = parts.reduce((sum, part) => sum + part.expected, 0);
  const sealed = parts.reduce((sum, part) => sum + part.sealed, 0);
  return expected === 0 ? null : { expected, sealed, share: sealed / expected };
}

/** How a cell looks: by class and by height, never by colour alone. */
export type LivenessLevel = "full" | "most" | "some" | "silent";

export function levelOf({ share }: LivenessCell): LivenessLevel {
  if (share === 0) return "silent";
  if (share < 0.8) return "some";
  return share < 0.99 ? "most" : "full";
}
