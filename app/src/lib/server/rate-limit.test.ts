import { expect, it } from "vitest";

import { RateLimit } from "./rate-limit.ts";

it("grants what the bucket holds and refills it with time, for each client apart", () => {
  let now = 0;
  const limit = new RateLimit({ capacity: 2, perSecond: 1, now: () => now });
  expect([limit.take("a"), limit.take("a"), limit.take("a")]).toEqual([0, 0, 1]);
  expect(limit.take("b")).toBe(0);
  now = 1_000;
  expect([limit.take("a"), limit.take("a")]).toEqual([0, 1]);
  now = 60_000;
  expect([limit.take("a"), limit.take("a"), limit.take("a")]).toEqual([0, 0, 1]);
});

it("says how long to wait", () => {
  const limit = new RateLimit({ capacity: 1, perSecond: 0.1, now: () => 0 });
  expect([limit.take("a"), limit.take("a")]).toEqual([0, 10]);
});

it("forgets clients whose bucket is full again", () => {
  let now = 0;
  const limit = new RateLimit({ capacity: 10, perSecond: 1, now: () => now });
  for (let i = 0; i < 100; i++) limit.take(`client ${i}`);
  expect(limit.size).toBe(100);
  now = 20_000;
  limit.take("late");
  expect(limit.size).toBe(1);
});
