import { expect, it } from "vitest";

import { placesIn } from "./places.ts";

it("reads every place of a body", () => {
  expect(placesIn(0n)).toEqual([]);
  expect(placesIn((1n << 253n) | 5n)).toEqual([0, 2, 253]);
});
