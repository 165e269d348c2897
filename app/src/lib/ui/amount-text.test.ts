import { describe, expect, it } from "vitest";

import { readAmount, readPoints, writeAmount } from "./amount-text.ts";

describe("readAmount", () => {
  it.each([
    ["1000000", 1_000_000_000_000n],
    [" € 1 000 000 ", 1_000_000_000_000n],
    ["1\u202f000\u00a0000 €", 1_000_000_000_000n],
    ["1’000’000.50", 1_000_000_500_000n],
    ["1.000.000,50", 1_000_000_500_000n],
    ["1,000,000.50", 1_000_000_500_000n],
    ["1.000.000", 1_000_000_000_000n],
    ["1.000,000", 1_000_000_000n],
    ["12.5", 12_500_000n],
    ["12,05", 12_050_000n],
    ["0.125", 125_000n],
    ["0.000001", 1n],
    ["1000.500", 1_000_500_000n],
    ["0", 0n],
    // A thousand to some readers, and one to others.
    ["1.000", null],
    ["12,500", null],
    ["1,00,000.5", null],
    ["0.0000001", null],
    ["-5", null],
    ["", null],
    ["1e6", null],
    ["a lot", null],
    ["1000000000000000", null],
  ])("reads %j", (text, units) => {
    expect(readAmount(text, 6)).toBe(units);
  });
});

describe("writeAmount", () => {
  it.each([0n, 1n, 125_000n, 1_125_000n, 1_500_000n, 1_000_000_000_000n])(
    "writes %s so that it is read again",
    (units) => {
      expect(readAmount(writeAmount(units, 6), 6)).toBe(units);
    },
  );
});

describe("readPoints", () => {
  it.each([
    ["0", 0],
    ["1", 100],
    ["0,25 %", 25],
    ["0.01", 1],
    ["0.001", null],
    ["1/3", null],
    ["much", null],
  ])("reads %j", (text, points) => {
    expect(readPoints(text)).toBe(points);
  });
});
