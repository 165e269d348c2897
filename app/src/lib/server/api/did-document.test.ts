import { generateKeyPairSync } from "node:crypto";

import { bytesToHex, hexToBytes, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";

import { baseOf, didDocument, type RegisteredDocument } from "./did-document.ts";

const did = "did:ebsi:zfEmvX5twhXjQJiCWsukvQA";
const { publicKey } = privateKeyToAccount(bytesToHex(new Uint8Array(32).fill(7)));
const p256 = {
  kty: "EC",
  crv: "P-256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
};
const context = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"];

function registered(base: string, jwk: unknown = p256): RegisteredDocument {
  const period = { notBefore: 0n, notAfter: 9n };
  return [
    base,
    [did],
    ["a", "b"],
    [
      { publicKey, isSecp256k1: true, revoked: false },
      {
        publicKey: stringToHex(typeof jwk === "string" ? jwk : JSON.stringify(jwk)),
        isSecp256k1: false,
        revoked: false,
      },
    ],
    [
      { name: "capabilityInvocation", vMethodId: "a", ...period },
      { name: "authentication", vMethodId: "a", ...period },
      { name: "authentication", vMethodId: "b", ...period },
      { name: "assertionMethod", vMethodId: "b", ...period },
    ],
  ];
}

describe("didDocument", () => {
  it("has the keys as JWK, and what each is for", () => {
    const point = hexToBytes(publicKey);
    const base64Url = (part: Uint8Array) => Buffer.from(part).toString("base64url");
    expect(didDocument(did, registered(JSON.stringify({ "@context": context })))).toEqual({
      "@context": context,
      id: did,
      controller: [did],
      verificationMethod: [
        {
          id: `${did}#a`,
          type: "JsonWebKey2020",
          controller: did,
          publicKeyJwk: {
            kty: "EC",
            crv: "secp256k1",
            x: base64Url(point.subarray(1, 33)),
            y: base64Url(point.subarray(33)),
          },
        },
        { id: `${did}#b`, type: "JsonWebKey2020", controller: did, publicKeyJwk: p256 },
      ],
      authentication: [`${did}#a`, `${did}#b`],
      assertionMethod: [`${did}#b`],
      capabilityInvocation: [`${did}#a`],
    });
  });

  it("takes services from the base document, and no key", () => {
    const service = [{ id: `${did}#s`, type: "X", serviceEndpoint: "https://s.example" }];
    const forged = [{ id: `${did}#evil` }];
    const document = didDocument(
      did,
      registered(
        JSON.stringify({
          "@context": context,
          id: "did:ebsi:zOther",
          controller: ["did:ebsi:zOther"],
          verificationMethod: forged,
          capabilityDelegation: [`${did}#evil`],
          service,
        }),
      ),
    );
    expect(document["service"]).toEqual(service);
    expect(document.id).toBe(did);
    expect(JSON.stringify(document)).not.toMatch(/evil|zOther/);
  });

  it.each(["not JSON", "[]", "null", '{"a":1,"a":2}', ""])(
    "does with the base document %j, which the register does not check",
    (base) => {
      expect(didDocument(did, registered(base))).toMatchObject({ "@context": context, id: did });
    },
  );

  it.each<[what: string, jwk: unknown]>([
    ["is no JWK", "no JWK"],
    ["two readers could understand differently", JSON.stringify(p256).replace("}", ',"x":"A"}')],
    ["has its private part on the chain", { ...p256, d: "secret" }],
    ["has the private part of another kind", { kty: "RSA", n: "AQ", e: "AQAB", p: "secret" }],
    ["is a secret that two share", { kty: "oct", k: "secret" }],
    ["lies beside its curve", { ...p256, y: p256.x }],
    ["has a coordinate of another length", { ...p256, x: "AQ" }],
    ["is of a curve that nobody knows", { ...p256, crv: "P-999" }],
  ])("leaves out, with all that it is for, a key that %s", (_, jwk) => {
    const document = didDocument(did, registered("{}", jwk));
    expect(document["verificationMethod"]).toHaveLength(1);
    expect(document["authentication"]).toEqual([`${did}#a`]);
    expect(document["assertionMethod"]).toBeUndefined();
    expect(JSON.stringify(document)).not.toMatch(/secret/);
  });

  it.each([
    { kty: "RSA", n: "AQ", e: "AQAB" },
    { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
    generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey.export({ format: "jwk" }),
  ])("shows a public key of another kind: %j", (jwk) => {
    const { verificationMethod } = didDocument(did, registered("{}", { ...jwk, note: "x" }));
    expect(verificationMethod).toMatchObject([{ id: `${did}#a` }, { publicKeyJwk: jwk }]);
    expect(JSON.stringify(verificationMethod)).not.toMatch(/note/);
  });

  it("leaves out a key of secp256k1 that lies beside its curve", () => {
    const [base, controllers, ids, [, other], relationships] = registered("{}");
    const beside = {
      publicKey: `0x04${"11".repeat(64)}`,
      isSecp256k1: true,
      revoked: false,
    } as const;
    const methods = [beside, ...(other === undefined ? [] : [other])];
    const document = didDocument(did, [base, controllers, ids, methods, relationships]);
    expect(document["verificationMethod"]).toMatchObject([{ id: `${did}#b` }]);
    expect(document["capabilityInvocation"]).toBeUndefined();
  });
});

describe("baseOf", () => {
  it("reads the base document to which a service is added", () => {
    const base = { "@context": context, service: [], alsoKnownAs: ["https://a.example"] };
    expect(baseOf(JSON.stringify(base))).toEqual(base);
    expect(baseOf("")).toEqual({ "@context": context });
    expect(baseOf("{}")).toEqual({ "@context": context });
  });

  it.each(["not JSON", "[]", "null", '{"service":[],"service":[{"id":"#s"}]}'])(
    "refuses to change %j, of which a part would be lost",
    (text) => {
      expect(() => baseOf(text)).toThrow(
        expect.objectContaining({
          name: "ParameterFault",
          parameter: "did",
          message: expect.stringContaining(text) as string,
          remedy: expect.stringContaining("updateBaseDocument") as string,
        }),
      );
    },
  );
});
