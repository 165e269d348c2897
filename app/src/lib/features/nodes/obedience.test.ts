import { describe, expect, it } from "vitest";

import { freshFor, obedienceAt } from "./obedience.ts";

describe("obedienceAt", () => {
  const reported = (driftCount: number) => ({ obedienceReportedAt: 1_000, driftCount });

  it("believes a fresh report", () => {
    expect(obedienceAt(reported(0), 1_000)).toBe("obeys");
    expect(obedienceAt(reported(0), 1_000 + freshFor)).toBe("obeys");
    expect(obedienceAt(reported(2), 1_000 + freshFor)).toBe("drifts");
  });

  it("believes nothing after a quarter of an hour, whatever was said", () => {
    expect(obedienceAt(reported(0), 1_001 + freshFor)).toBe("stale");
    expect(obedienceAt(reported(2), 1_001 + freshFor)).toBe("stale");
  });

  it("says so when nothing was ever reported", () => {
    expect(obedienceAt({ obedienceReportedAt: null, driftCount: null }, 1_000)).toBe("never");
  });

  it("takes a report for fresh that is newer than the reader's clock", () => {
    expect(obedienceAt(reported(0), 900)).toBe("obeys");
  });
});
