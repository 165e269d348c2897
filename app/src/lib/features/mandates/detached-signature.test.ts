import { generateKeyPairSync, sign } from "node:crypto";

import { hashTypedData, hexToBytes, type Hex, keccak256, sha256, size, slice } from "viem";
import { afterEach, describe, expect, it, vi } from "vitest";

import { keyAppointmentTypedData } from "#generated/typed-data.ts";

import {
  checkSignature,
  readSignature,
  signerOf,
  signingCommands,
  statementText,
} from "./detached-signature.ts";
import { readPublicKey } from "./public-key.ts";

const verifier: Hex = `0x${"ab".repeat(20)}`;
const registry: Hex = `0x${"cd".repeat(20)}`;
const digest = keccak256("0x01");
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const signer = (key: typeof ec.publicKey): Hex => {
  const read = readPublicKey(key.export({ type: "spki", format: "pem" }));
  if (!read.ok) throw new Error(read.problem);
  return signerOf(read.key, verifier);
};
const halfOrder = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

const asked = vi.hoisted(() => ({ verifies: (_digest: string): boolean => true }));
vi.mock("#lib/chain/chain-reader.ts", () => ({
  chainReader: () => ({
    readContract: ({ args }: { args: [string, string, string] }) =>
      Promise.resolve(asked.verifies(args[1])),
  }),
}));
afterEach(() => {
  asked.verifies = () => true;
});

describe("signerOf", () => {
  it("writes keys as the verifiers take them", () => {
    expect(size(signer(ec.publicKey))).toBe(20 + 64);
    // Two places, two lengths, the exponent in a word of its own, and the modulus.
    expect(size(signer(rsa.publicKey))).toBe(20 + 5 * 32 + 256);
    expect(slice(signer(rsa.publicKey), 0, 20)).toBe(verifier);
  });
});

describe("readSignature", () => {
  it("makes r and the low s of what openssl gives, in each form in which it may come", () => {
    for (let i = 0; i < 16; ++i) {
      const bytes = sign("sha256", hexToBytes(digest), ec.privateKey);
      const raw = sign("sha256", hexToBytes(digest), {
        key: ec.privateKey,
        dsaEncoding: "ieee-p1363",
      });
      const lines = `${bytes.toString("base64").replaceAll(/.{64}/g, "$&\n")}\n`;
      const forms = [
        new Uint8Array(bytes),
        new Uint8Array(Buffer.from(lines)),
        lines,
        bytes.toString("hex"),
        `0x${bytes.toString("hex")}`,
      ].map((given) => readSignature(given, "p256", "0x"));
      for (const read of [...forms, readSignature(new Uint8Array(raw), "p256", "0x")]) {
        if (!read.ok) throw new Error(read.problem);
        expect(size(read.signature)).toBe(64);
        expect(BigInt(slice(read.signature, 32)) <= halfOrder).toBe(true);
      }
      expect(new Set(forms.map((read) => read.ok && read.signature)).size).toBe(1);
    }
  });

  it("takes a seal as it is, and knows its length", () => {
    const bytes = sign("sha256", hexToBytes(digest), rsa.privateKey);
    const read = (given: Buffer) =>
      readSignature(given.toString("base64"), "seal", signer(rsa.publicKey));
    expect(read(bytes)).toEqual({ ok: true, signature: `0x${bytes.toString("hex")}` });
    expect(read(bytes.subarray(0, 128))).toEqual({
      ok: false,
      problem: "length",
      bytes: 128,
      expected: 256,
    });
  });

  it("takes nothing else", () => {
    const bytes = sign("sha256", hexToBytes(digest), ec.privateKey);
    for (const given of [
      "no signature",
      bytes.subarray(0, 40).toString("base64"),
      "MAYCAQACAQA=",
      Buffer.alloc(63, 7).toString("base64"),
      // An s above the order of the curve.
      `0x${"11".repeat(32)}${"ff".repeat(32)}`,
    ])
      expect(readSignature(given, "p256", "0x")).toEqual({ ok: false, problem: "unreadable" });
  });
});

describe("checkSignature", () => {
  const check = async (given = Buffer.alloc(64, 7).toString("base64")) =>
    checkSignature(given, { kind: "p256", signer: signer(ec.publicKey), digest, registry });

  it("believes the register, and tells another signature from one over the hash of the digest", async () => {
    expect(await check()).toMatchObject({ ok: true });
    asked.verifies = () => false;
    expect(await check()).toEqual({ ok: false, problem: "other" });
    asked.verifies = (hash) => hash === sha256(digest);
    expect(await check()).toEqual({ ok: false, problem: "hashed-again" });
    asked.verifies = () => {
      throw new Error("gone");
    };
    expect(await check()).toMatchObject({ ok: false, problem: "unasked" });
  });
});

it("gives a curve the digest as it is, and lets RSA hash it", () => {
  const base64 = Buffer.from(hexToBytes(digest)).toString("base64");
  expect(signingCommands("p256", digest).split("\n")).toEqual([
    `echo '${base64}' | openssl base64 -d -A -out digest.bin`,
    "openssl pkeyutl -sign -inkey key.pem -in digest.bin -out signature.bin",
    "openssl base64 -in signature.bin",
  ]);
  expect(signingCommands("seal", digest)).toContain("openssl dgst -sha256 -sign key.pem");
});

it("says what the digest is made of, so that another program finds the same digest", () => {
  const statement = keyAppointmentTypedData(31_337, registry, {
    account: `0x${"12".repeat(20)}`,
    signer: signer(ec.publicKey),
    notBefore: 1,
    notAfter: 2,
    nonce: 3n,
    deadline: 4,
  });
  const told = JSON.parse(statementText(statement)) as typeof statement;
  expect(hashTypedData(told)).toBe(hashTypedData(statement));
});
