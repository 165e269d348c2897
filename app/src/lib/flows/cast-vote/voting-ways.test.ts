import { describe, expect, it } from "vitest";

import { passkeysOf, votingWay } from "./voting-ways.ts";

const verifier = `0x${"ab".repeat(20)}` as const;
const passkey = (n: string) => `${verifier}${n.repeat(128)}` as const;
const keys = [
  { name: "account", signer: null },
  { name: "elsewhere", signer: passkey("1") },
  { name: "here", signer: passkey("2") },
  { name: "P-256", signer: `0x${"cd".repeat(20)}${"3".repeat(128)}` as const },
  { name: "seal", signer: `${verifier}00` as const },
];

describe("passkeysOf", () => {
  it("knows passkeys by their verifier, and puts those of this browser first", () => {
    expect(
      passkeysOf(keys, verifier, [{ signer: passkey("2") }]).map(({ name, here }) => [name, here]),
    ).toEqual([
      ["here", true],
      ["elsewhere", false],
    ]);
    expect(passkeysOf(keys, null, [])).toEqual([]);
  });
});

describe("votingWay", () => {
  it("follows the reader, unless there is nothing to follow with", () => {
    expect(votingWay("sign", true, [])).toBe("sign");
    expect(votingWay("passkey", true, [])).toBe("send");
    expect(votingWay("passkey", true, [{ here: false }])).toBe("passkey");
  });

  it("begins with the passkey where there is one and no wallet", () => {
    expect(votingWay(undefined, false, [{ here: true }])).toBe("passkey");
    expect(votingWay(undefined, true, [{ here: true }])).toBe("send");
    expect(votingWay(undefined, false, [{ here: false }])).toBe("send");
  });
});
