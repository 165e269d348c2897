import { afterEach, expect, it } from "vitest";

import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import { orderMembers, parseMemberOrder } from "./member-order.ts";

const members = [
  { code: "DE", weight: 83n },
  { code: "AT", weight: 9n },
  { code: "ES", weight: 48n },
  { code: "XK", weight: 9n },
];

afterEach(() => overwriteGetLocale(() => "en"));

it("orders names in the reader's language", () => {
  overwriteGetLocale(() => "en");
  expect(orderMembers(members, "name").map(({ code }) => code)).toEqual(["AT", "DE", "XK", "ES"]);
  overwriteGetLocale(() => "fr");
  expect(orderMembers(members, "name").map(({ code }) => code)).toEqual(["DE", "AT", "ES", "XK"]);
});

it("orders by population from the largest, and by name where it is equal", () => {
  overwriteGetLocale(() => "en");
  expect(orderMembers(members, "population").map(({ code }) => code)).toEqual([
    "DE",
    "ES",
    "AT",
    "XK",
  ]);
});

it("falls back to the name for an unknown order", () => {
  expect(parseMemberOrder("population")).toBe("population");
  expect(parseMemberOrder("colour")).toBe("name");
  expect(parseMemberOrder(null)).toBe("name");
});
