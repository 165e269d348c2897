import { type Hex, stringToHex, zeroAddress } from "viem";
import { expect, it } from "vitest";

import { addressesDouble, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";

import { ethrDid, type EthrEvent, resolveEthr, textOfWord } from "./ethr.ts";
import { readEthrEvents } from "./read-ethr.ts";

const [identity, other, delegate] = [idDouble(1), idDouble(2), idDouble(3)];
const now = 1_000;
const place = { block: 1, at: 10, transaction: idDouble(1, 32) };
const word = (text: string): Hex => stringToHex(text, { size: 32 });
const owner = (of: Hex): EthrEvent => ({ ...place, event: "owner", owner: of });
const names = (type: string, validTo: number): EthrEvent => ({
  ...place,
  ...{ event: "delegate", type, delegate, validTo: BigInt(validTo) },
});
const says = (name: string, validTo: number, value = "https://example.eu"): EthrEvent => ({
  ...place,
  ...{ event: "attribute", name, value: stringToHex(value), validTo: BigInt(validTo) },
});

it("is its own owner until it names another one", () => {
  expect(resolveEthr(identity, [], now).owner).toBe(identity);
  expect(resolveEthr(identity, [owner(other)], now).owner).toBe(other);
  expect(resolveEthr(identity, [owner(other), owner(identity)], now).owner).toBe(identity);
});

it("ends for good with an owner that is nobody, whatever is said later", () => {
  const said = [
    names("veriKey", 2_000),
    owner(zeroAddress),
    owner(other),
    says("did/svc/Hub", 2_000),
  ];
  expect(resolveEthr(identity, said, now)).toEqual({ owner: null, delegates: [], attributes: [] });
});

it("counts delegates up to and including their last second, by the last word", () => {
  const purposes = (...said: EthrEvent[]) =>
    resolveEthr(identity, said, now).delegates.map(({ type, purpose }) => `${type}: ${purpose}`);
  expect(purposes(names("veriKey", now))).toEqual(["veriKey: assertion"]);
  expect(purposes(names("veriKey", now - 1))).toEqual([]);
  expect(purposes(names("veriKey", 2_000), names("veriKey", now - 1))).toEqual([]);
  expect(purposes(names("sigAuth", 2_000), names("mail", 2_000))).toEqual([
    "sigAuth: authentication",
    "mail: none",
  ]);
});

it("says what resolvers make of an attribute", () => {
  const said = [
    says("did/pub/Secp256k1/veriKey/hex", 2_000),
    says("did/pub/Ed25519/sigAuth/base64", 2_000),
    says("did/pub/X25519/enc/base64", 2_000),
    says("did/svc/HubService", 2_000),
    says("did/svc/HubService", 2_000, "https://other.example.eu"),
    says("name", 2_000),
    says("did/svc/Gone", 2_000),
    says("did/svc/Gone", 0),
  ];
  const { attributes } = resolveEthr(identity, said, now);
  expect(attributes.map(({ purpose }) => purpose)).toEqual([
    "assertion",
    "authentication",
    "agreement",
    "service",
    "service",
    "none",
  ]);
  expect(attributes[4]?.value).toBe("https://other.example.eu");
});

it("reads types and names up to the first zero", () => {
  expect(textOfWord(word("veriKey"))).toBe("veriKey");
  expect(textOfWord(word(""))).toBe("");
  expect(textOfWord(word("a".repeat(32)))).toBe("a".repeat(32));
  expect(ethrDid(31_337, identity)).toBe(`did:ethr:0x7a69:${identity}`);
});

it("reads what the register said, in its order and with its times", async () => {
  const by = "IdentityRegistry" as const;
  const chain = new ChainDouble([
    { by, block: 3, event: "DIDOwnerChanged", args: { identity, owner: other } },
    {
      ...{ by, block: 2, event: "DIDAttributeChanged" },
      args: { identity, name: word("did/svc/Hub"), value: stringToHex("x"), validTo: 5n },
    },
    {
      ...{ by, block: 1, event: "DIDDelegateChanged" },
      args: { identity, delegateType: word("sigAuth"), delegate, validTo: 7n },
    },
  ]).reader;
  const said = await readEthrEvents(chain, addressesDouble, identity);
  expect(said).toMatchObject([
    { event: "delegate", type: "sigAuth", delegate, validTo: 7n, at: 10 },
    { event: "attribute", name: "did/svc/Hub", validTo: 5n, at: 20 },
    { event: "owner", owner: other, at: 30, block: 3 },
  ]);
});
