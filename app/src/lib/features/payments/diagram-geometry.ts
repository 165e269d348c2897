import { places, type Station } from "./payment-state.ts";

/** How the stages stand: beside each other, or below each other where there is no room. */
export type Layout = "wide" | "narrow";

const sizes = {
  wide: { width: 150, height: 46, stageGap: 56, rowGap: 74, margin: 34 },
  narrow: { width: 146, height: 46, stageGap: 52, rowGap: 30, margin: 18 },
} as const;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a box stands in the picture. */
export function boxAt(station: Station, layout: Layout): Box {
  const { stage, row } = places[station];
  const { width, height, stageGap, rowGap, margin } = sizes[layout];
  return layout === "wide"
    ? { x: 1 + stage * (width + stageGap), y: margin + row * (height + rowGap), width, height }
    : { x: margin + row * (width + rowGap), y: 1 + stage * (height + stageGap), width, height };
}

/** Size of the picture. */
export function canvas(layout: Layout): { width: number; height: number } {
  const { width, height, stageGap, rowGap, margin } = sizes[layout];
  const along = (size: number) => 4 * size + 3 * stageGap + 2;
  const across = (size: number) => 2 * size + rowGap + 2 * margin;
  return layout === "wide"
    ? { width: along(width), height: across(height) }
    : { width: across(width), height: along(height) };
}

/** An arrow between two boxes as paths: its line, and its head. */
export function arrow(from: Station, to: Station, layout: Layout): { line: string; head: string } {
  // Counted as if stages stood beside each other, and turned at the end.
  const isWide = layout === "wide";
  const turned = (box: Box): Box =>
    isWide ? box : { x: box.y, y: box.x, width: box.height, height: box.width };
  const [a, b] = [turned(boxAt(from, layout)), turned(boxAt(to, layout))];
  const point = (x: number, y: number) =>
    isWide ? `${round(x)} ${round(y)}` : `${round(y)} ${round(x)}`;
  const middle = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const head = (x: number, y: number, dx: number, dy: number) => {
    const length = Math.hypot(dx, dy);
    const [ux, uy] = [dx / length, dy / length];
    const [left, right] = [
      point(x - 9 * ux - 4.5 * uy, y - 9 * uy + 4.5 * ux),
      point(x - 9 * ux + 4.5 * uy, y - 9 * uy - 4.5 * ux),
    ];
    return `M${point(x, y)}L${left}L${right}Z`;
  };
  const stages = places[to].stage - places[from].stage;
  const rows = places[to].row - places[from].row;
  if (stages === 0) {
    const down = rows > 0;
    const [start, end] = [down ? a.y + a.height : a.y, down ? b.y : b.y + b.height];
    const x = middle(a).x;
    return {
      line: `M${point(x, start)}L${point(x, end)}`,
      head: head(x, end, 0, end - start),
    };
  }
  if (stages > 1 && rows === 0) {
    // Around the box between them.
    const isFirst = places[from].row === 0;
    const [edge, bend] = isFirst ? [a.y, a.y - 40] : [a.y + a.height, a.y + a.height + 40];
    const [start, end] = [middle(a).x, middle(b).x];
    return {
      line: `M${point(start, edge)}C${point(start, bend)} ${point(end, bend)} ${point(end, edge)}`,
      head: head(end, edge, 0, edge - bend),
    };
  }
  const [start, end] = [
    { x: a.x + a.width, y: middle(a).y },
    { x: b.x, y: middle(b).y },
  ];
  // Over a stage between them on the lane between its boxes.
  const lane = (middle(a).y + middle(b).y) / 2;
  const gap = sizes[layout].stageGap;
  const bends =
    stages > 1
      ? [
          { x: start.x + gap, y: lane },
          { x: end.x - gap, y: lane },
        ]
      : [];
  const last = bends.at(-1) ?? start;
  return {
    line: `M${[start, ...bends, end].map(({ x, y }) => point(x, y)).join("L")}`,
    head: head(end.x, end.y, end.x - last.x, end.y - last.y),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A label in one or two lines, broken at the space nearest to its middle. */
export function labelLines(label: string, most = 16): string[] {
  if (label.length <= most) return [label];
  const spaces = [...label.matchAll(/ /g)].map(({ index }) => index);
  const half = label.length / 2;
  const at = spaces.sort((a, b) => Math.abs(a - half) - Math.abs(b - half))[0];
  return at === undefined ? [label] : [label.slice(0, at), label.slice(at + 1)];
}
