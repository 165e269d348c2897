import { expect, it } from "vitest";

import { pathOfThisSite } from "./path-of-this-site.ts";

it.each([
  ["/nodes?status=active", "/nodes?status=active"],
  ["/proposals/1#votes", "/proposals/1"],
  ["//elsewhere.example/nodes", "/"],
  ["/\\elsewhere.example", "/"],
  ["https://elsewhere.example", "/"],
  ["javascript:alert(1)", "/"],
  ["", "/"],
  [undefined, "/"],
])("turns %j into %j", (given, expected) => {
  expect(pathOfThisSite(given)).toBe(expected);
});
