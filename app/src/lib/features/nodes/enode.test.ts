import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";

import { formatEnode, nodeAddress, nodeId, parseEnode } from "./enode.ts";

/** Well-known throw-away key of the mnemonic "test test ... junk", and what belongs to it. */
const account = privateKeyToAccount(
  "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
);
const key = account.publicKey.slice(4);
const enode = (change: { key?: string; endpoint?: string } = {}) =>
  `enode://${change.key ?? key}@${change.endpoint ?? "be-3.operator.example:30303"}`;

describe("parseEnode", () => {
  it("reads key, host and port", () => {
    expect(parseEnode(`  ${enode()}\n`)).toEqual({
      ok: true,
      enode: { publicKey: `0x${key}`, host: "be-3.operator.example", port: 30303 },
    });
  });

  it("lower-cases the key and accepts a 0x in front of it", () => {
    expect(parseEnode(enode({ key: `0x${key.toUpperCase()}` }))).toMatchObject({
      enode: { publicKey: `0x${key}` },
    });
  });

  it("takes the brackets off an IPv6 address and puts them on again", () => {
    const parsed = parseEnode(enode({ endpoint: "[2001:db8::1]:30303" }));
    expect(parsed).toMatchObject({ ok: true, enode: { host: "2001:db8::1", port: 30303 } });
    if (parsed.ok)
      expect(formatEnode(parsed.enode)).toBe(enode({ endpoint: "[2001:db8::1]:30303" }));
  });

  it("accepts a discovery port, which the register does not keep", () => {
    expect(parseEnode(enode({ endpoint: "10.0.0.1:30303?discport=0" }))).toMatchObject({
      ok: true,
    });
  });

  const flipped = `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
  it.each([
    ["", { problem: "empty" }],
    ["   ", { problem: "empty" }],
    [`http://${key}@host:30303`, { problem: "scheme" }],
    [key, { problem: "scheme" }],
    [`enode://${key}`, { problem: "no-at-sign" }],
    [enode({ key: key.slice(1) }), { problem: "key-length", digits: 127 }],
    [enode({ key: `04${key}` }), { problem: "key-length", digits: 130 }],
    [enode({ key: `z${key.slice(1)}` }), { problem: "key-character", character: "z", position: 1 }],
    [
      enode({ key: `${key.slice(0, 9)} ${key.slice(10)}` }),
      { problem: "key-character", character: " ", position: 10 },
    ],
    [enode({ key: flipped }), { problem: "key-not-on-curve" }],
    [enode({ key: "f".repeat(128) }), { problem: "key-not-on-curve" }],
    [enode({ endpoint: ":30303" }), { problem: "host-empty" }],
    [enode({ endpoint: `${"a".repeat(254)}:30303` }), { problem: "host-too-long", length: 254 }],
    [enode({ endpoint: "bé.example:30303" }), { problem: "host-character", character: "é" }],
    [enode({ endpoint: "2001:db8::1:30303" }), { problem: "host-bracket" }],
    [enode({ endpoint: "[2001:db8::1:30303" }), { problem: "host-bracket" }],
    [enode({ endpoint: "host" }), { problem: "port-missing" }],
    [enode({ endpoint: "[2001:db8::1]" }), { problem: "port-missing" }],
    [enode({ endpoint: "host:0" }), { problem: "port-invalid", port: "0" }],
    [enode({ endpoint: "host:65536" }), { problem: "port-invalid", port: "65536" }],
    [enode({ endpoint: "host:3o3" }), { problem: "port-invalid", port: "3o3" }],
    [enode({ endpoint: "host:30303/path" }), { problem: "trailing", text: "/path" }],
    [enode({ endpoint: "host:30303?x=1" }), { problem: "trailing", text: "?x=1" }],
  ])("says what is wrong with %s", (text, problem) => {
    expect(parseEnode(text)).toEqual({ ok: false, ...problem });
  });
});

describe("nodeId and nodeAddress", () => {
  it("belong to the key that signs", () => {
    expect(nodeAddress(`0x${key}`)).toBe(account.address.toLowerCase());
    expect(nodeId(`0x${key}`).slice(-40)).toBe(account.address.slice(2).toLowerCase());
  });
});
