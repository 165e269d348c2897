import { describe, expect, it } from "vitest";

import { describeProblems, moveProblems, releaseDigest } from "./node-form.ts";

const digest = "ab".repeat(32);

describe("moveProblems", () => {
  it("takes host names and addresses of both kinds", () => {
    for (const host of ["node.example", "10.0.0.1", "2001:db8::1"])
      expect(moveProblems({ host, port: "30303" })).toEqual({});
  });

  it("names what is wrong", () => {
    expect(moveProblems({ host: "", port: "0" })).toEqual({ host: true, port: true });
    expect(moveProblems({ host: "a_b", port: "65536" })).toEqual({ host: true, port: true });
    expect(moveProblems({ host: "x".repeat(254), port: "1e3" })).toEqual({
      host: true,
      port: true,
    });
  });
});

describe("describeProblems", () => {
  const description = { region: "BE-BRU", release: "", serviceClass: "standard" };

  it("takes empty for not told", () => {
    expect(describeProblems({ region: "", release: "", serviceClass: "" })).toEqual({});
    expect(describeProblems(description)).toEqual({});
  });

  it("names what is wrong", () => {
    expect(describeProblems({ ...description, region: "Brussels" })).toEqual({ region: true });
    expect(describeProblems({ ...description, release: "v1.2" })).toEqual({ release: true });
    expect(describeProblems({ ...description, serviceClass: "é".repeat(17) })).toEqual({
      serviceClass: true,
    });
  });
});

describe("releaseDigest", () => {
  it("reads both forms in which digests are written", () => {
    expect(releaseDigest(`sha256:${digest.toUpperCase()}`)).toBe(`0x${digest}`);
    expect(releaseDigest(` 0x${digest} `)).toBe(`0x${digest}`);
    expect(releaseDigest("")).toBe(`0x${"0".repeat(64)}`);
    expect(releaseDigest("0x12")).toBeNull();
  });
});
