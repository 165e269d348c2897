import { describe, expect, it } from "vitest";

import { readChainId } from "./chain-id.ts";

describe("readChainId", () => {
  it("reads a number above 0 in one spelling only", () => {
    expect(readChainId("31337")).toBe(31_337);
    for (const text of ["0", "01", "1.5", "-1", "1e3", "", "99999999999999999"])
      expect(readChainId(text)).toBeNull();
  });
});
