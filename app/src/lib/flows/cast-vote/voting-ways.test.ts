import { describe, expect, it } from "vitest";

import { detachedKeysOf, passkeysOf, votingWay } from "./voting-ways.ts";

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

it("knows the keys that sign outside the browser by their verifiers", () => {
  const verifiers = { p256: `0x${"cd".repeat(20)}`, passkey: verifier, seal: null } as const;
  expect(detachedKeysOf(keys, verifiers).map(({ name, kind }) => [name, kind])).toEqual([
    ["P-256", "p256"],
  ]);
  const seals = { p256: null, passkey: null, seal: verifier };
  expect(detachedKeysOf(keys.slice(4), seals).map(({ kind }) => kind)).toEqual(["seal"]);
  expect(detachedKeysOf(keys, null)).toEqual([]);
});

describe("votingWay", () => {
  it("follows the reader, unless there is nothing to follow with", () => {
    expect(votingWay("sign", true, [], false)).toBe("sign");
    expect(votingWay("passkey", true, [], false)).toBe("send");
    expect(votingWay("passkey", true, [{ here: false }], false)).toBe("passkey");
  });

  it("offers another key only where there is one", () => {
    expect(votingWay("elsewhere", false, [], true)).toBe("elsewhere");
    expect(votingWay("elsewhere", false, [], false)).toBe("send");
  });

  it("begins with the passkey where there is one and no wallet", () => {
    expect(votingWay(undefined, false, [{ here: true }], false)).toBe("passkey");
    expect(votingWay(undefined, true, [{ here: true }], false)).toBe("send");
    expect(votingWay(undefined, false, [{ here: false }], false)).toBe("send");
  });
});
