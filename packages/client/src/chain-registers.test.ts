import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
  createPublicClient,
  custom,
  decodeFunctionData,
  encodeFunctionResult,
  type Hex,
  stringToHex,
  toHex,
} from "viem";

import { didRegistryAbi } from "../../../generated/contracts/DidRegistry.ts";
import { trustedIssuersRegistryAbi } from "../../../generated/contracts/TrustedIssuersRegistry.ts";
import { ChainRegisters } from "./chain-registers.ts";
import { createEbsiDid } from "./did.ts";
import { publicKeyBytes } from "./jwk.ts";
import { KeyPair } from "./key-pair.ts";

const addresses = {
  DidRegistry: "0x00000000000000000000000000000000000000d1",
  TrustedIssuersRegistry: "0x00000000000000000000000000000000000000d2",
  StatusLists: "0x00000000000000000000000000000000000000d3",
  TrustedSchemasRegistry: "0x00000000000000000000000000000000000000d4",
} as const;
const did = createEbsiDid();
const account = KeyPair.generate("ES256K");
const signing = KeyPair.generate("ES256");

/** Registers on a chain on which somebody wrote this at the contract itself, which takes any text for a key and for a proxy. */
function registersWith({ key = "", point = "", proxy = "" }): ChainRegisters {
  const abi = [...didRegistryAbi, ...trustedIssuersRegistryAbi];
  const period = { notBefore: 0n, notAfter: 9n, indexDid: 0n };
  const methods = [
    { publicKey: point || toHex(publicKeyBytes(account.publicJwk)), isSecp256k1: true },
    { publicKey: stringToHex(key), isSecp256k1: false },
  ].map((method) => ({ ...method, publicKey: method.publicKey as Hex, revoked: false }));
  const chain = createPublicClient({
    transport: custom({
      request: async ({ params }: { params: [{ data: Hex }] }) => {
        const { functionName } = decodeFunctionData({ abi, data: params[0].data });
        if (functionName === "getIssuerProxyById")
          return encodeFunctionResult({ abi, functionName, result: proxy });
        return encodeFunctionResult({
          abi: didRegistryAbi,
          functionName: "getDidDocument",
          result: [
            "{}",
            [did],
            ["a", "b"],
            methods,
            [
              { name: "authentication", vMethodId: "a", ...period },
              { name: "authentication", vMethodId: "b", ...period },
              { name: "assertionMethod", vMethodId: "b", ...period },
            ],
          ],
        });
      },
    }),
  });
  return new ChainRegisters(chain, addresses);
}

async function keysWith(written: { key?: string; point?: string }): Promise<unknown> {
  const document = await registersWith(written).didDocument(did);
  assert.ok(document);
  const { verificationMethod, authentication, assertionMethod } = document;
  const ids = verificationMethod.map(({ id }) => id);
  assert.deepEqual(authentication, ids);
  assert.deepEqual(
    assertionMethod,
    ids.filter((id) => id === `${did}#b`),
  );
  return verificationMethod.map(({ publicKeyJwk }) => publicKeyJwk);
}

describe("ChainRegisters", () => {
  it("shows the keys that the register holds", async () => {
    const key = JSON.stringify(signing.publicJwk);
    assert.deepEqual(await keysWith({ key }), [account.publicJwk, signing.publicJwk]);
  });

  it("leaves out a key that two readers could understand differently", async () => {
    const key = `${JSON.stringify(signing.publicJwk).slice(0, -1)},"x":"${account.publicJwk.x}"}`;
    assert.deepEqual(await keysWith({ key }), [account.publicJwk]);
  });

  it("leaves out a key whose private part stands on the chain", async () => {
    const { d } = signing.exportPrivateJwk();
    const key = JSON.stringify({ ...signing.publicJwk, d });
    assert.deepEqual(await keysWith({ key }), [account.publicJwk]);
  });

  it("leaves out a key that lies on no curve, and keeps the others", async () => {
    const { publicJwk } = signing;
    const key = JSON.stringify(publicJwk);
    assert.deepEqual(await keysWith({ key: JSON.stringify({ ...publicJwk, y: publicJwk.x }) }), [
      account.publicJwk,
    ]);
    assert.deepEqual(await keysWith({ key: JSON.stringify({ ...publicJwk, crv: "P-999" }) }), [
      account.publicJwk,
    ]);
    for (const point of [`0x04${"11".repeat(64)}`, "0x04", "0x"])
      assert.deepEqual(await keysWith({ key, point }), [publicJwk], point);
  });

  it("reads the prefix of a proxy, unless it is named twice", async () => {
    const id = toHex(1, { size: 32 });
    const of = (proxy: string) => registersWith({ proxy }).proxyPrefix(did, id);
    assert.equal(await of('{"prefix":"https://a.example"}'), "https://a.example");
    assert.equal(
      await of('{"prefix":"https://a.example","prefix":"https://b.example"}'),
      undefined,
    );
    assert.equal(await of('{"prefix":1}'), undefined);
    assert.equal(await of("[]"), undefined);
  });
});
