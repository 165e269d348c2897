import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describe, it } from "node:test";

import { base58btc } from "multiformats/bases/base58";

import { ClientError } from "./client-error.ts";
import { createEbsiDid, didOfKey, keyOfDid, parseDid } from "./did.ts";
import { addressOf, algorithms, parsePublicJwk } from "./jwk.ts";
import { decodeJwt, signerWithThumbprint, signJwt, verifyJwtSignature } from "./jwt.ts";
import { KeyPair } from "./key-pair.ts";

const refused =
  (code: string, part = "") =>
  (error: unknown) => {
    assert.ok(error instanceof ClientError);
    assert.equal(error.code, code);
    assert.ok(error.message.includes(part), error.message);
    assert.notEqual(error.remedy, "");
    return true;
  };

describe("KeyPair", () => {
  for (const algorithm of algorithms) {
    it(`comes back from its JWK (${algorithm})`, () => {
      const key = KeyPair.generate(algorithm);
      const again = KeyPair.fromPrivateJwk(key.exportPrivateJwk());
      assert.equal(again.thumbprint, key.thumbprint);
      assert.deepEqual(again.publicJwk, key.publicJwk);
    });

    it(`signs what its public part verifies, and nothing else does (${algorithm})`, () => {
      const key = KeyPair.generate(algorithm);
      const jwt = decodeJwt(signJwt(key, `x#${key.thumbprint}`, { hello: "ä" }));
      assert.deepEqual(jwt.payload, { hello: "ä" });
      verifyJwtSignature(jwt, key.publicJwk);
      assert.throws(
        () => verifyJwtSignature(jwt, KeyPair.generate(algorithm).publicJwk),
        refused("jwt-signature"),
      );
      const other = algorithm === "ES256" ? "ES256K" : "ES256";
      assert.throws(
        () => verifyJwtSignature(jwt, KeyPair.generate(other).publicJwk),
        refused("jwt-algorithm"),
      );
    });

    it(`is found by its thumbprint alone (${algorithm})`, () => {
      const key = KeyPair.generate(algorithm);
      const jwt = decodeJwt(signJwt(key, "x", {}));
      assert.deepEqual(signerWithThumbprint(jwt, key.thumbprint), key.publicJwk);
      assert.throws(
        () => signerWithThumbprint(jwt, KeyPair.generate(algorithm).thumbprint),
        refused("jwt-signature"),
      );
    });
  }

  it("shows its private part to no log", () => {
    const key = KeyPair.generate("ES256K");
    const { d } = key.exportPrivateJwk();
    for (const shown of [inspect(key, { depth: 9, showHidden: true }), JSON.stringify(key)])
      assert.ok(!shown.includes(d));
  });

  it("has the thumbprint of RFC 7638 and the address of its account", () => {
    const key = KeyPair.fromPrivateKey(
      "ES256K",
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
    );
    assert.equal(addressOf(key.publicJwk), key.account().address);
    assert.equal(key.account().address, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
  });

  it("refuses a private part as public, a wrong pair, and a point beside the curve", () => {
    const [one, other] = [KeyPair.generate("ES256"), KeyPair.generate("ES256")];
    const { d } = other.exportPrivateJwk();
    assert.throws(
      () => parsePublicJwk(one.exportPrivateJwk()),
      (error: unknown) =>
        refused("key-invalid")(error) &&
        !(error as ClientError).message.includes(one.exportPrivateJwk().d),
    );
    assert.throws(() => KeyPair.fromPrivateJwk({ ...one.publicJwk, d }), refused("key-invalid"));
    assert.throws(() => KeyPair.fromPrivateJwk(one.publicJwk), refused("key-invalid"));
    assert.throws(
      () => parsePublicJwk({ ...one.publicJwk, y: one.publicJwk.x }),
      refused("key-invalid", "not on the curve"),
    );
    for (const value of [null, 1, "", [], {}, { kty: "RSA" }])
      assert.throws(() => parsePublicJwk(value), refused("key-invalid"));
  });
});

describe("DIDs", () => {
  it("makes a did:ebsi with version 1 and 16 random bytes", () => {
    const did = createEbsiDid();
    assert.equal(parseDid(did), did);
    const bytes = base58btc.decode(did.slice("did:ebsi:".length));
    assert.deepEqual([bytes.length, bytes[0]], [17, 1]);
    assert.notEqual(createEbsiDid(), did);
  });

  it("reads the key out of a did:key", () => {
    for (const algorithm of algorithms) {
      const { publicJwk } = KeyPair.generate(algorithm);
      assert.deepEqual(keyOfDid(didOfKey(publicJwk)), publicJwk);
    }
  });

  it("refuses what is no DID", () => {
    const short = `did:ebsi:${base58btc.encode(new Uint8Array(8).fill(1))}`;
    const version2 = `did:ebsi:${base58btc.encode(new Uint8Array(17).fill(2))}`;
    const spaced = `did:key:${base58btc.encode(
      Uint8Array.of(
        ...[0xd1, 0xd6, 0x03],
        ...new TextEncoder().encode(JSON.stringify(KeyPair.generate("ES256").publicJwk, null, 1)),
      ),
    )}`;
    const bad = [
      undefined,
      "",
      "did:ebsi:",
      "did:ebsi:z0OIl",
      "did:web:a",
      short,
      version2,
      spaced,
    ];
    for (const value of [...bad, "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"])
      assert.throws(() => parseDid(value), refused("did-invalid"), String(value));
    assert.throws(() => parseDid(`did:ebsi:z${"1".repeat(100_000)}`), refused("did-invalid"));
  });
});

describe("decodeJwt", () => {
  const key = KeyPair.generate("ES256");
  const good = signJwt(key, "a#b", { a: 1 });
  const [header = "", payload = "", signature = ""] = good.split(".");
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

  it("refuses every algorithm but its two, none among them", () => {
    for (const alg of ["none", "None", "HS256", "EdDSA", "RS256", "", 1, undefined]) {
      const jwt = `${encode({ alg, kid: "a#b" })}.${payload}.${signature}`;
      assert.throws(() => decodeJwt(jwt), refused("jwt-algorithm"), String(alg));
    }
  });

  it("refuses headers and payloads that two readers could understand differently", () => {
    const text = (json: string) => Buffer.from(json).toString("base64url");
    const deep = `${'{"a":'.repeat(40)}1${"}".repeat(40)}`;
    const headers = [
      '{"alg":"ES256","alg":"none","kid":"a#b"}',
      '{"alg":"none","alg":"ES256","kid":"a#b"}',
      String.raw`{"alg":"ES256","kid":"x","\u006bid":"a#b"}`,
    ];
    for (const one of headers) {
      const jwt = `${text(one)}.${payload}.${signature}`;
      assert.throws(() => decodeJwt(jwt), refused("jwt-malformed"), one);
    }
    for (const one of ['{"aud":"x","aud":"y"}', '{"vc":{"issuer":1,"issuer":2}}', deep]) {
      const jwt = `${header}.${text(one)}.${signature}`;
      assert.throws(() => decodeJwt(jwt), refused("jwt-malformed"), one);
    }
  });

  it("refuses what is no token in its one form", () => {
    const bad = [
      "",
      "a.b.c",
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${header}.${payload}.${signature}.`,
      `${good}=`,
      ` ${good}`,
      `${header}.${payload}.${signature.slice(0, -2)}`,
      `${encode({ alg: "ES256" })}.${payload}.${signature}`,
      `${encode({ alg: "ES256", kid: "a", crit: ["exp"] })}.${payload}.${signature}`,
      `${header}.${encode([1])}.${signature}`,
      `${header}.${Buffer.from("{").toString("base64url")}.${signature}`,
      `${header}.${"A".repeat(200_000)}.${signature}`,
    ];
    for (const jwt of bad) assert.throws(() => decodeJwt(jwt), refused("jwt-malformed"), jwt);
  });
});
