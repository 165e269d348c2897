import { expect, it } from "vitest";

import { clientOf, RateLimit } from "./rate-limit.ts";

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

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:1:2::7", "2001:db8:1:2::/64"],
  ["2001:db8::7", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["", ""],
])("counts %s as %s", (address, client) => {
  expect(clientOf(address)).toBe(client);
});
