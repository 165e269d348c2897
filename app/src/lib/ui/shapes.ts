/** Shapes that carry a state without colour; each always stands beside a word. */
export type Shape =
  "disc" | "ring" | "half" | "check" | "cross" | "bar" | "square" | "diamond" | "pause" | "clock";

export type Tone = "favour" | "against" | "neutral" | "attention" | "action";

/** Paths in a square of 12 by 12. */
export const shapePaths: Record<Shape, { fill?: string; stroke?: string }> = {
  disc: { fill: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Z" },
  ring: { stroke: "M6 1.75a4.25 4.25 0 1 0 0 8.5 4.25 4.25 0 0 0 0-8.5Z" },
  half: {
    fill: "M6 1a5 5 0 0 0 0 10Z",
    stroke: "M6 1.75a4.25 4.25 0 1 0 0 8.5 4.25 4.25 0 0 0 0-8.5Z",
  },
  check: { stroke: "m1.75 6.5 2.9 3L10.25 2.75" },
  cross: { stroke: "m2 2 8 8M10 2l-8 8" },
  bar: { stroke: "M1.5 6h9" },
  square: { fill: "M1.5 1.5h9v9h-9Z" },
  diamond: { fill: "M6 .6 11.4 6 6 11.4.6 6Z" },
  pause: { fill: "M2 1.5h2.75v9H2zM7.25 1.5H10v9H7.25z" },
  clock: { stroke: "M6 1.25a4.75 4.75 0 1 0 0 9.5 4.75 4.75 0 0 0 0-9.5ZM6 3.25V6l2 1.4" },
};
