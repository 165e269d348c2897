import { describe, expect, it } from "vitest";

import { proposalFilter } from "./read-proposals.ts";

describe("proposalFilter", () => {
  it.each([
    ["5", { number: 5 }],
    ["123456789", { number: 123_456_789 }],
    [
      "40120709497816343524385145891425945405556510001558924653627983603789933398837",
      {
        proposalId: "40120709497816343524385145891425945405556510001558924653627983603789933398837",
      },
    ],
    [`0x${"0".repeat(62)}ff`, { proposalId: "255" }],
    ["0", null],
    ["05", null],
    ["-1", null],
    ["new", null],
    ["5; drop", null],
    ["0xff", null],
    ["9".repeat(79), null],
  ])("reads %s", (id, filter) => {
    expect(proposalFilter(id)).toEqual(filter);
  });
});
