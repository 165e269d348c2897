import { expect, it } from "vitest";

import { activeSeconds } from "./active-time.ts";

it("adds the present stretch to the earlier ones", () => {
  expect(activeSeconds({ activeSecondsBefore: 100, activeSince: 1_000 }, 1_060)).toBe(160);
  expect(activeSeconds({ activeSecondsBefore: 100, activeSince: null }, 1_060)).toBe(100);
});

it("never goes back when a clock is a little behind the chain", () => {
  expect(activeSeconds({ activeSecondsBefore: 100, activeSince: 1_000 }, 999)).toBe(100);
});
