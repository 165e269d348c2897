import { expect, it } from "vitest";

import { dayBounds, dayOf } from "./days.ts";

it("reaches from the first second of a day to the last of another", () => {
  const bounds = dayBounds("2027-01-01", "2027-01-02");
  expect(bounds && bounds.notAfter - bounds.notBefore).toBe(2 * 86_400 - 1);
  expect(bounds && [dayOf(bounds.notBefore), dayOf(bounds.notAfter)]).toEqual([
    "2027-01-01",
    "2027-01-02",
  ]);
  expect(dayBounds("", "2027-01-02")).toBeNull();
});
