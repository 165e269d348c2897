import { issueAccreditation, KeyPair, scopeOf, standardSchemas } from "@foedus/client";
import { TrustChainDouble } from "@foedus/client/doubles";
import { decodeFunctionData, sha256, stringToHex } from "viem";
import { describe, expect, it } from "vitest";

import { trustedIssuersRegistryAbi } from "#generated/contracts/TrustedIssuersRegistry.ts";
import { addressesDouble } from "#lib/chain/chain-double.ts";

import {
  acceptCall,
  commitCall,
  newAttributeId,
  reserveCall,
  revokeCall,
} from "./accreditation-calls.ts";
import { accreditationPowers, type ActsFor } from "./accreditation-powers.ts";
import { checkBody } from "./check-body.ts";

const account = "0x00000000000000000000000000000000000000a1";
const nobody: ActsFor = { issuer: false, tao: false, root: false };
const powers = (
  actsFor: Partial<ActsFor>,
  standing: Parameters<typeof accreditationPowers>[2] = "reserved",
  waits = false,
) => {
  const viewer = { account, onRightChain: true };
  const found = accreditationPowers(viewer, { ...nobody, ...actsFor }, standing, waits);
  return [found.commit, found.accept, found.revoke, found.why];
};

describe("accreditationPowers", () => {
  it.each([
    [{}, "reserved", false, [false, false, false, "stranger"]],
    [{ tao: true }, "reserved", false, [true, false, true, null]],
    [{ tao: true }, "accepted", false, [true, false, true, null]],
    [{ tao: true }, "revoked", false, [false, false, false, "revoked"]],
    [{ root: true }, "accepted", false, [false, false, true, null]],
    [{ issuer: true }, "reserved", false, [false, false, false, "not-committed"]],
    [{ issuer: true }, "accepted", false, [false, false, false, "accepted"]],
    [{ issuer: true }, "committed", true, [false, true, false, null]],
  ] as const)("knows case %#", (actsFor, standing, waits, expected) => {
    expect(powers(actsFor, standing, waits)).toEqual(expected);
  });

  it("asks for a wallet on this network first", () => {
    const all = { issuer: true, tao: true, root: true };
    const of = (viewer: Parameters<typeof accreditationPowers>[0]) =>
      accreditationPowers(viewer, all, "reserved", false).why;
    expect(of({ account: null, onRightChain: false })).toBe("no-wallet");
    expect(of({ account, onRightChain: false })).toBe("wrong-chain");
  });
});

describe("the calls", () => {
  const register = addressesDouble.TrustedIssuersRegistry;
  const attribute = {
    attributeId: newAttributeId(),
    did: "did:ebsi:zIssuer",
    tao: "did:ebsi:zTao",
    taoAttributeId: newAttributeId(),
  };
  const decode = ({ data }: { data: `0x${string}` }) =>
    decodeFunctionData({ abi: trustedIssuersRegistryAbi, data });
  const { did, attributeId, tao, taoAttributeId } = attribute;

  it("say what is done to which attribute", () => {
    expect(decode(reserveCall(register, attribute, "TI"))).toEqual({
      functionName: "setAttributeMetadata",
      args: [did, attributeId, 3, tao, taoAttributeId],
    });
    expect(decode(commitCall(register, attribute, "body", ["DiplomaCredential"]))).toEqual({
      functionName: "commitAccreditation",
      args: [did, attributeId, sha256(stringToHex("body")), scopeOf(["DiplomaCredential"])],
    });
    expect(decode(acceptCall(register, attribute, "body"))).toEqual({
      functionName: "setAttributeData",
      args: [did, attributeId, stringToHex("body")],
    });
    expect(decode(revokeCall(register, attribute, "did:ebsi:zRoot"))).toEqual({
      functionName: "setAttributeMetadata",
      args: [did, attributeId, 4, "did:ebsi:zRoot", taoAttributeId],
    });
  });

  it("take another number for each attribute", () => {
    expect(newAttributeId()).toMatch(/^0x[0-9a-f]{64}$/);
    expect(newAttributeId()).not.toBe(newAttributeId());
  });
});

describe("checkBody", () => {
  const chain = new TrustChainDouble(1_767_225_600);
  const other = chain.entity(4);
  const attribute = {
    attributeId: other.attributeId,
    did: other.did,
    tao: chain.tao.did,
    taoAttributeId: chain.tao.attributeId,
  };
  const within = scopeOf(["DiplomaCredential", "VerifiableAuthorisationToOnboard"]);
  const now = chain.since + 60;
  const body = (types: string[], key: KeyPair = chain.tao.signing, subject = other.did) =>
    issueAccreditation(
      chain.tao.did,
      key,
      {
        registry: chain.paths.trustedIssuersRegistry,
        accreditationSchema: `${chain.paths.trustedSchemasRegistry}/schemas/${standardSchemas.accreditation}`,
      },
      {
        kind: "attest",
        subject,
        attributeId: other.attributeId,
        types,
        schema: `${chain.paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`,
        jurisdiction: "https://publications.europa.eu/resource/authority/atu/FIN",
        termsOfUse: chain.termsOf(chain.tao),
        validFrom: chain.since,
        validUntil: chain.since + 86_400,
      },
    );
  const check = (text: string, change: object = {}) =>
    checkBody(text, { attribute, within, now, ...change }, chain.registers);
  const good = body(["DiplomaCredential"]);

  it("takes what the TAO signed within its own scope", async () => {
    await expect(check(` ${good}\n`)).resolves.toEqual({
      verdict: "good",
      checked: { body: good, types: ["DiplomaCredential"], validUntil: chain.since + 86_400 },
    });
    const committed = sha256(stringToHex(good));
    await expect(check(good, { committed })).resolves.toMatchObject({ verdict: "good" });
  });

  it("refuses what the register would refuse, and what nobody would believe", async () => {
    await expect(check(" ")).resolves.toEqual({ verdict: "empty" });
    await expect(check("x".repeat(8_193))).resolves.toEqual({ verdict: "too-long", most: 8_192 });
    await expect(check(body(["DiplomaCredential", "VerifiableId"]))).resolves.toEqual({
      verdict: "too-wide",
      types: ["VerifiableId"],
    });
    const committed = sha256(stringToHex("another"));
    await expect(check(good, { committed })).resolves.toEqual({ verdict: "not-committed" });
    for (const text of [
      "hello",
      body(["DiplomaCredential"], KeyPair.generate("ES256")),
      body(["DiplomaCredential"], chain.tao.signing, chain.issuer.did),
      body([]),
    ]) {
      const refused = await check(text);
      expect(refused.verdict).toBe("refused");
      if (refused.verdict === "refused") expect(refused.remedy).not.toBe("");
    }
    await expect(check(good, { now: chain.since + 2 * 86_400 })).resolves.toMatchObject({
      verdict: "refused",
    });
  });
});
