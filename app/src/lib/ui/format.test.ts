import { afterEach, describe, expect, it } from "vitest";

import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import {
  countryName,
  formatBytes,
  formatDuration,
  formatNumber,
  formatShare,
  formatTime,
  shortened,
} from "./format.ts";

function speak(locale: "en" | "fr") {
  overwriteGetLocale(() => locale);
}

afterEach(() => speak("en"));

describe("format", () => {
  it("follows the reader's language", () => {
    speak("en");
    expect(formatNumber(83_456_045)).toBe("83,456,045");
    expect(formatShare(0.652)).toBe("65.2%");
    expect(countryName("DE")).toBe("Germany");
    speak("fr");
    expect(formatNumber(83_456_045).replace(/\s/g, " ")).toBe("83 456 045");
    expect(formatShare(0.652).replace(/\s/g, " ")).toBe("65,2 %");
    expect(countryName("DE")).toBe("Allemagne");
  });

  it("keeps large integers exact", () => {
    speak("en");
    expect(formatNumber(9_007_199_254_740_993n)).toBe("9,007,199,254,740,993");
  });

  it("knows the institutions' code for Greece and leaves what is no country", () => {
    speak("en");
    expect(countryName("EL")).toBe("Greece");
    expect(countryName("Agency 7")).toBe("Agency 7");
  });

  it("gives a duration in its two largest units", () => {
    speak("en");
    expect(formatDuration(0)).toBe("0 seconds");
    expect(formatDuration(59)).toBe("59 seconds");
    expect(formatDuration(61)).toBe("1 minute, 1 second");
    expect(formatDuration(7 * 86_400 - 1)).toBe("6 days, 23 hours");
    expect(formatDuration(86_400)).toBe("1 day");
    expect(formatDuration(-5)).toBe("0 seconds");
  });

  it("gives the size of a file in its largest unit", () => {
    speak("en");
    expect(formatBytes(0)).toBe("0 bytes");
    expect(formatBytes(1)).toBe("1 byte");
    expect(formatBytes(1_023)).toBe("1,023 bytes");
    expect(formatBytes(1_536)).toBe("1.5 kB");
    expect(formatBytes(64 * 1024 * 1024)).toBe("64 MB");
    expect(formatBytes(5_000 * 1024 ** 3)).toBe("5,000 GB");
    speak("fr");
    expect(formatBytes(64 * 1024 * 1024).replace(/\s/g, " ")).toBe("64 Mo");
  });

  it("names the zone of a time", () => {
    speak("en");
    expect(formatTime(1_767_225_600, "minute", "UTC")).toBe("1 January 2026 at 00:00 UTC");
    expect(formatTime(1_767_225_600, "date", "UTC")).toBe("1 January 2026");
  });

  it("shortens in the middle only what is long", () => {
    expect(shortened("0x1234567890abcdef1234567890abcdef12345678")).toBe("0x1234…5678");
    expect(shortened("0x12345678")).toBe("0x12345678");
  });
});
