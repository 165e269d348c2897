import { describe, expect, it } from "vitest";

import { arrow, boxAt, canvas, labelLines } from "./diagram-geometry.ts";
import { stations } from "./payment-state.ts";

describe.each(["wide", "narrow"] as const)("the %s picture", (layout) => {
  it("has room for every box, and none covers another", () => {
    const { width, height } = canvas(layout);
    const boxes = stations.map((station) => boxAt(station, layout));
    for (const box of boxes) {
      expect(box.x).toBeGreaterThan(0);
      expect(box.y).toBeGreaterThan(0);
      expect(box.x + box.width).toBeLessThan(width);
      expect(box.y + box.height).toBeLessThan(height);
    }
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1))
        expect(
          a.x + a.width < b.x ||
            b.x + b.width < a.x ||
            a.y + a.height < b.y ||
            b.y + b.height < a.y,
        ).toBe(true);
  });

  it.each([
    ["part", "captured"],
    ["authorised", "returned"],
  ] as const)(
    "lets the arrow from %s to %s pass between the boxes of the stage between",
    (from, to) => {
      const points = [...arrow(from, to, layout).line.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(
        ([, x, y]) => ({ x: Number(x), y: Number(y) }),
      );
      expect(points).toHaveLength(4);
      for (const [i, end] of points.slice(1).entries()) {
        const start = points[i] ?? end;
        for (let step = 0; step <= 50; step++) {
          const x = start.x + ((end.x - start.x) * step) / 50;
          const y = start.y + ((end.y - start.y) * step) / 50;
          for (const station of ["disputed", "overdue"] as const) {
            const box = boxAt(station, layout);
            const isInside =
              x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
            expect(isInside).toBe(false);
          }
        }
      }
    },
  );
});

describe("labelLines", () => {
  it("breaks a long label near its middle", () => {
    expect(labelLines("Captured")).toEqual(["Captured"]);
    expect(labelLines("Encaissé en partie")).toEqual(["Encaissé", "en partie"]);
    expect(labelLines("Disputed, arbiter silent")).toEqual(["Disputed,", "arbiter silent"]);
    expect(labelLines("Unbrechbarlangeswort")).toEqual(["Unbrechbarlangeswort"]);
  });
});
