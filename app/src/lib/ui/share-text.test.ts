import { afterEach, describe, expect, it } from "vitest";

import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import { readShare, writeShare } from "./share-text.ts";

afterEach(() => overwriteGetLocale(() => "en"));

describe("readShare", () => {
  it.each<[string, [number, number] | null]>([
    ["55 %", [55, 100]],
    ["55\u00a0%", [55, 100]],
    ["66.7%", [667, 1000]],
    ["66,67", [6667, 10_000]],
    ["2/3", [2, 3]],
    [" 1 / 2 ", [1, 2]],
    ["0", [0, 100]],
    ["100 %", [100, 100]],
    ["101 %", null],
    ["3/2", null],
    ["0/0", null],
    ["1/70000", null],
    ["66.667", null],
    ["-5", null],
    ["half", null],
    ["", null],
  ])("reads %j", (text, share) => {
    expect(readShare(text)).toEqual(share);
  });
});

describe("writeShare", () => {
  it.each(["en", "fr"] as const)(
    "writes in %s what readShare reads as the same share",
    (language) => {
      overwriteGetLocale(() => language);
      for (const share of [
        [55, 100],
        [2, 3],
        [1, 2],
        [667, 1000],
        [0, 1],
      ] as const) {
        const [numerator, denominator] = readShare(writeShare(share)) ?? [Number.NaN, 1];
        expect(numerator * share[1]).toBe(share[0] * denominator);
      }
    },
  );
});
