import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";

import { describe, expect, it } from "vitest";

import { fingerprintOf } from "./detached-signature.ts";
import { readPublicKey } from "./public-key.ts";

const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve });
const rsa = (modulusLength: number, publicExponent = 65_537) =>
  generateKeyPairSync("rsa", { modulusLength, publicExponent });
const pem = (key: KeyObject) => key.export({ type: "spki", format: "pem" }) as string;
const der = (key: KeyObject) => new Uint8Array(key.export({ type: "spki", format: "der" }));
const hexOf = (base64url: string | undefined) =>
  Buffer.from(base64url ?? "", "base64url").toString("hex");

/** `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=Office of the example" -days 36500 -keyout /dev/null` */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBljCCAT2gAwIBAgIUTp6sPwKoSNn7qU9OIwFu8dZi0HYwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVT2ZmaWNlIG9mIHRoZSBleGFtcGxlMCAXDTI2MTEyNjEyMTkz
NloYDzIxMjYxMTAyMTIxOTM2WjAgMR4wHAYDVQQDDBVPZmZpY2Ugb2YgdGhlIGV4
YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR+gCgVkvmsTE6lXyzN9q+g
x+Z74cMxKDlg8jKNxgT7QKKspg3iKB/JBAm85oWDDExcWCa7BQsNMyrH85RrR2sV
o1MwUTAdBgNVHQ4EFgQUHAjn11NELuwsZefoNeVWJ68wHfgwHwYDVR0jBBgwFoAU
HAjn11NELuwsZefoNeVWJ68wHfgwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNHADBEAiBUj48ZK8z6ySEEgQT44cZljONd8ENlQmbUGrX5q+CDSQIgGzAx40NH
LbRLaKNECN37t2FRf7Unc5PHFSNwpXuX3aQ=
-----END CERTIFICATE-----
`;
const certifiedKey = "foAoFZL5rExOpV8szfavoMfme-HDMSg5YPIyjcYE-0A";

const p256 = ec("P-256");

describe("readPublicKey", () => {
  it("reads a P-256 key in PEM, between other words, in base 64 alone, and in DER", () => {
    const { x, y } = p256.publicKey.export({ format: "jwk" });
    const whole = pem(p256.publicKey);
    for (const given of [
      whole,
      `Public-Key: (256 bit)\n${whole}\nuser@host:~$ `,
      whole.split("\n").slice(1, -2).join("\n"),
      der(p256.publicKey),
      new TextEncoder().encode(whole),
    ]) {
      const key = readPublicKey(given);
      expect(key).toMatchObject({
        ok: true,
        key: { kind: "p256", certified: false, point: `0x${hexOf(x)}${hexOf(y)}` },
      });
    }
  });

  it("reads an RSA key with its size", () => {
    const { publicKey } = rsa(2048);
    const { n } = publicKey.export({ format: "jwk" });
    expect(readPublicKey(pem(publicKey))).toMatchObject({
      ok: true,
      key: { kind: "seal", bits: 2048, modulus: `0x${hexOf(n)}` },
    });
  });

  it("reads the key of a certificate, and of a chain the first", () => {
    for (const given of [
      certificate,
      certificate + certificate,
      new Uint8Array(Buffer.from(certificate.replaceAll(/-----.*-----|\s/g, ""), "base64")),
    ]) {
      const read = readPublicKey(given);
      expect(read).toMatchObject({ ok: true, key: { kind: "p256", certified: true } });
      if (read.ok)
        expect(
          createPublicKey({ key: Buffer.from(read.key.spki), type: "spki", format: "der" }).export({
            format: "jwk",
          })["x"],
        ).toBe(certifiedKey);
    }
  });

  it("tells private keys of every form, and stores of them, from public ones", () => {
    const { privateKey } = p256;
    const long = rsa(2048).privateKey;
    const cipher = { cipher: "aes-256-cbc", passphrase: "long enough" } as const;
    for (const given of [
      privateKey.export({ type: "sec1", format: "pem" }),
      privateKey.export({ type: "pkcs8", format: "pem" }),
      privateKey.export({ type: "pkcs8", format: "pem", ...cipher }),
      long.export({ type: "pkcs1", format: "pem" }),
      `${pem(p256.publicKey)}${String(privateKey.export({ type: "pkcs8", format: "pem" }))}`,
      new Uint8Array(privateKey.export({ type: "sec1", format: "der" })),
      new Uint8Array(privateKey.export({ type: "pkcs8", format: "der" })),
      new Uint8Array(privateKey.export({ type: "pkcs8", format: "der", ...cipher })),
      new Uint8Array(long.export({ type: "pkcs1", format: "der" })),
      // The outermost of PKCS #12: a sequence that begins with its version.
      Uint8Array.of(0x30, 0x05, 0x02, 0x01, 0x03, 0x30, 0x00),
    ])
      expect(readPublicKey(given)).toEqual({ ok: false, problem: "private-key" });
  });

  it("says why it takes a key not", () => {
    expect(readPublicKey(pem(ec("P-384").publicKey))).toEqual({
      ok: false,
      problem: "other-curve",
      curve: "P-384",
    });
    expect(readPublicKey(pem(ec("secp256k1").publicKey))).toMatchObject({ curve: "secp256k1" });
    expect(readPublicKey(pem(ec("secp224r1").publicKey))).toMatchObject({ curve: null });
    expect(readPublicKey(pem(rsa(1024).publicKey))).toEqual({
      ok: false,
      problem: "too-short",
      bits: 1024,
    });
    expect(readPublicKey(pem(rsa(2040).publicKey))).toMatchObject({ bits: 2040 });
    expect(readPublicKey(pem(rsa(2048, 3).publicKey))).toEqual({
      ok: false,
      problem: "exponent",
      exponent: "3",
    });
    for (const { publicKey } of [
      generateKeyPairSync("ed25519"),
      generateKeyPairSync("rsa-pss", { modulusLength: 2048 }),
    ])
      expect(readPublicKey(pem(publicKey))).toEqual({ ok: false, problem: "other-kind" });
  });

  it("refuses a longer RSA key than a vote can pay for", () => {
    const spki = der(rsa(2048).publicKey);
    // The modulus of 4,104 bits stands for one that would take long to make.
    const modulus = Uint8Array.of(0x02, 0x82, 0x02, 0x02, 0x00, ...new Uint8Array(513).fill(0xff));
    const numbers = Uint8Array.of(0x30, 0x82, 0x02, 0x0b, ...modulus, 0x02, 0x03, 1, 0, 1);
    const bits = Uint8Array.of(0x03, 0x82, 0x02, 0x10, 0x00, ...numbers);
    const algorithm = spki.subarray(4, 19);
    const whole = Uint8Array.of(0x30, 0x82, 0x02, 0x23, ...algorithm, ...bits);
    expect(readPublicKey(whole)).toEqual({ ok: false, problem: "too-long", bits: 4104 });
  });

  it("takes nothing else for a key", () => {
    const whole = pem(p256.publicKey);
    const cut = der(p256.publicKey).subarray(0, 80);
    for (const given of [
      "",
      "0x1234",
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE0 office",
      whole.replace("MFkw", "MFkx"),
      whole.split("\n").slice(0, 2).join("\n"),
      cut,
      new Uint8Array(0),
      Uint8Array.of(0x30, 0x80, 0x00, 0x00),
      Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff),
      new Uint8Array(100).fill(0xff),
    ])
      expect(readPublicKey(given)).toEqual({ ok: false, problem: "not-a-key" });
  });
});

it("makes the fingerprint that openssl makes", () => {
  const read = readPublicKey(certificate);
  expect(read.ok && fingerprintOf(read.key)).toBe(
    "94bf8bdbcd81c225337d6959975040995af7b68f6610e66ea4f46814731ab5d0",
  );
});
