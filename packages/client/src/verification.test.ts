import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, it } from "node:test";

import * as accreditation from "@cef-ebsi/vcdm1.1-accreditation-schema";
import * as attestation from "@cef-ebsi/vcdm1.1-attestation-schema";
import { sha256, toBytes, toHex, type Hex } from "viem";

import { ClientError } from "./client-error.ts";
import { credentialTypes, issueCredential } from "./credential.ts";
import { didOfKey } from "./did.ts";
import { signJwt } from "./jwt.ts";
import { LegalEntity } from "./legal-entity.ts";
import { followsSchema } from "./schema.ts";
import { KeyPair } from "./key-pair.ts";
import { encodeStatusList, statusListSize } from "./status-list.ts";
import { TrustChainDouble } from "./trust-chain-double.ts";
import {
  verifyAccreditationBody,
  verifyCredential,
  type CheckName,
  type Verification,
} from "./verification.ts";

type Vc = Record<string, unknown> & { credentialSubject: Record<string, unknown> };

const holder = didOfKey(KeyPair.generate("ES256").publicJwk);
const diploma = ["DiplomaCredential"];

/** Fails unless the credential fails at this check, for this reason. */
async function failsAt(
  chain: TrustChainDouble,
  jwt: string,
  name: CheckName,
  part: string,
  context: { at?: number; fetchText?: () => Promise<string> } = {},
): Promise<void> {
  const { isValid, checks } = await verify(chain, jwt, context);
  const check = checks.find((one) => one.name === name);
  assert.equal(isValid, false);
  assert.equal(check?.outcome, "failed", JSON.stringify(checks, null, 1));
  assert.ok(check.detail.includes(part), check.detail);
  assert.notEqual(check.remedy, "");
}

const verify = (
  chain: TrustChainDouble,
  jwt: string,
  context: { at?: number; fetchText?: () => Promise<string> } = {},
) =>
  verifyCredential(jwt, {
    registers: chain.registers,
    trustedIssuersRegistry: chain.paths.trustedIssuersRegistry,
    trustedSchemasRegistry: chain.paths.trustedSchemasRegistry,
    fetchText: () => Promise.reject(new Error("Nothing is to be fetched.")),
    ...context,
  });

describe("verifyCredential", () => {
  it("passes what an accredited issuer signed", async () => {
    const chain = new TrustChainDouble();
    chain.registers.schemas.set(attestation.metadata.id.base16, "{}");
    const result = await verify(chain, chain.credential(chain.issuer, holder, diploma));
    assert.equal(result.isValid, true, JSON.stringify(result.checks, null, 1));
    assert.deepEqual(
      result.checks.map(({ outcome }) => outcome),
      Array(7).fill("passed"),
    );
    assert.ok(result.checks[5]?.detail.includes(chain.root.did));
  });

  it("passes the accreditations themselves, up to that of the root", async () => {
    const chain = new TrustChainDouble();
    for (const { attributeId } of [chain.root, chain.tao, chain.issuer]) {
      const body = chain.registers.attributes.get(attributeId)?.body ?? "";
      const result = await verify(chain, body);
      assert.equal(result.isValid, true, JSON.stringify(result.checks, null, 1));
    }
  });

  it("refuses another type than the issuer is accredited for", async () => {
    const chain = new TrustChainDouble();
    const jwt = chain.credential(chain.issuer, holder, ["VerifiableId"]);
    await failsAt(chain, jwt, "accreditation", "VerifiableId");
    const onboard = chain.credential(chain.issuer, holder, [credentialTypes.onboard]);
    await failsAt(chain, onboard, "accreditation", credentialTypes.onboard);
  });

  it("refuses a type that the root itself may not pass on", async () => {
    const chain = new TrustChainDouble();
    const other = chain.entity(9);
    chain.accredit(chain.tao, other, "TI", ["VerifiableId"]);
    await failsAt(
      chain,
      chain.credential(other, holder, ["VerifiableId"]),
      "accreditation",
      "VerifiableId",
    );
  });

  it("refuses everything below a revoked accreditation and a dismissed root", async () => {
    const revoked = new TrustChainDouble();
    const attribute = revoked.registers.attributes.get(revoked.tao.attributeId);
    assert.ok(attribute);
    attribute.issuerType = "Revoked";
    await failsAt(
      revoked,
      revoked.credential(revoked.issuer, holder, diploma),
      "accreditation",
      "",
    );

    const dismissed = new TrustChainDouble();
    dismissed.registers.roots.clear();
    await failsAt(
      dismissed,
      dismissed.credential(dismissed.issuer, holder, diploma),
      "accreditation",
      "",
    );
  });

  it("refuses an accreditation whose body a stranger signed, wherever it stands in the chain", async () => {
    for (const place of ["issuer", "tao", "root"] as const) {
      const chain = new TrustChainDouble();
      const stranger = chain.entity(8);
      const above = place === "issuer" ? chain.tao : chain.root;
      const types = [
        "DiplomaCredential",
        "VerifiableAccreditationToAttest",
        "VerifiableAuthorisationToOnboard",
      ];
      const type = ({ issuer: "TI", tao: "TAO", root: "RootTAO" } as const)[place];
      chain.accredit(above, chain[place], type, types, stranger.signing);
      const jwt = chain.credential(chain.issuer, holder, diploma);
      await failsAt(chain, jwt, "chain", "has no key");
      // With the stranger's DID in the body, the signature is right and the signer is not.
      const found = chain.registers.attributes.get(chain[place].attributeId);
      assert.ok(found);
      const own = { ...above, did: stranger.did, signing: stranger.signing };
      chain.accredit(own, chain[place], type, types);
      const body = chain.registers.attributes.get(chain[place].attributeId)?.body;
      chain.registers.attributes.set(chain[place].attributeId, { ...found, body });
      await failsAt(chain, jwt, "chain", "the register names");
    }
  });

  it("refuses an accreditation that was committed for more than its body says", async () => {
    const chain = new TrustChainDouble();
    const found = chain.registers.attributes.get(chain.issuer.attributeId);
    const { body } = found ?? {};
    chain.accredit(chain.tao, chain.issuer, "TI", [
      "DiplomaCredential",
      "VerifiableAuthorisationToOnboard",
    ]);
    const wider = chain.registers.attributes.get(chain.issuer.attributeId);
    assert.ok(wider);
    chain.registers.attributes.set(chain.issuer.attributeId, { ...wider, body });
    await failsAt(chain, chain.credential(chain.issuer, holder, diploma), "chain", "does not name");
  });

  it("refuses an expired accreditation, of which the contract knows no end", async () => {
    const chain = new TrustChainDouble();
    const jwt = chain.credential(chain.issuer, holder, diploma);
    await failsAt(chain, jwt, "chain", "was valid until", { at: chain.since + 366 * 86_400 });
  });

  it("refuses a credential before its time and after it", async () => {
    const chain = new TrustChainDouble();
    const jwt = chain.credential(chain.issuer, holder, diploma, { validUntil: chain.since + 100 });
    await failsAt(chain, jwt, "times", "was valid until");
    await failsAt(chain, jwt, "times", "not valid before", { at: chain.since - 3_600 });
    assert.equal((await verify(chain, jwt, { at: chain.since + 90 })).isValid, true);
  });

  it("takes a signature by a key of its time, and none by a key that is distrusted or came later", async () => {
    const chain = new TrustChainDouble();
    const old = KeyPair.generate("ES256");
    const held = chain.registers.addKey(chain.issuer.did, old, ["assertionMethod"], chain.since);
    held.notAfter = chain.since + 600;
    const jwt = chain.credential(chain.issuer, holder, diploma, { key: old });
    assert.equal((await verify(chain, jwt)).isValid, true);
    held.distrustedSince = chain.since + 300;
    assert.equal((await verify(chain, jwt)).isValid, true);
    held.distrustedSince = chain.since + 30;
    await failsAt(chain, jwt, "signature", "not to be trusted");

    const young = KeyPair.generate("ES256");
    chain.registers.addKey(chain.issuer.did, young, ["assertionMethod"], chain.since + 600);
    const early = chain.credential(chain.issuer, holder, diploma, { key: young });
    await failsAt(chain, early, "signature", "has no key");
  });

  it("refuses a signature by a stranger, or by a key for something else", async () => {
    const chain = new TrustChainDouble();
    const strange = chain.credential(chain.issuer, holder, diploma, { key: chain.tao.signing });
    await failsAt(chain, strange, "signature", "has no key");
    const account = chain.credential(chain.issuer, holder, diploma, { key: chain.issuer.account });
    await failsAt(chain, account, "signature", "assertionMethod");
    const good = chain.credential(chain.issuer, holder, diploma);
    const [header, , signature] = good.split(".");
    const [, payload] = chain.credential(chain.issuer, holder, diploma).split(".");
    await failsAt(
      chain,
      `${header ?? ""}.${payload ?? ""}.${signature ?? ""}`,
      "signature",
      "did not sign",
    );
  });

  it("refuses terms of use of somebody else, and none at all", async () => {
    const chain = new TrustChainDouble();
    const content = {
      types: diploma,
      subject: { id: holder },
      schema: "https://foedus.example/s",
      validFrom: chain.since + 60,
    };
    const { did, signing } = chain.issuer;
    const borrowed = issueCredential(did, signing, {
      ...content,
      termsOfUse: chain.termsOf(chain.tao),
    });
    await failsAt(chain, borrowed, "accreditation", "is no accreditation of");
    await failsAt(chain, issueCredential(did, signing, content), "accreditation", "does not say");
  });

  it("refuses a credential whose token says something else", async () => {
    const chain = new TrustChainDouble();
    const { did, signing } = chain.issuer;
    const [, payload = ""] = chain.credential(chain.issuer, holder, diploma).split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<
      string,
      unknown
    >;
    const changes: Record<string, unknown> = {
      sub: chain.tao.did,
      jti: "urn:other",
      nbf: 1,
      iat: 1,
      exp: chain.since + 1,
      iss: chain.tao.did,
      vc: { ...(claims["vc"] as object), type: ["VerifiableCredential"] },
    };
    for (const [name, value] of Object.entries(changes)) {
      const jwt = signJwt(signing, `${did}#${signing.thumbprint}`, { ...claims, [name]: value });
      await failsAt(chain, jwt, "form", "");
    }
    for (const text of ["", "a.b.c", "null"]) await failsAt(chain, text, "form", "");
  });
});

/** Registers with the schemas as they are registered at the foundation of the sample, in EBSI's own words. */
function withStandardSchemas(): TrustChainDouble {
  const chain = new TrustChainDouble();
  for (const { schema, metadata } of [attestation, accreditation])
    chain.registers.schemas.set(
      metadata.id.base16,
      // EBSI writes the dollar of `$defs` as %24, which not every validator finds.
      JSON.stringify(schema).replaceAll("/%24defs/", "/$defs/"),
    );
  return chain;
}

describe("schema", () => {
  const schemaCheck = ({ checks }: Verification) => checks.find(({ name }) => name === "schema");

  it("passes everything that this package issues, by the schemas that EBSI publishes", async () => {
    const chain = withStandardSchemas();
    const keys = chain.issuer;
    const writer = { write: () => Promise.reject(new Error("Nothing is to be written.")) };
    const entity = new LegalEntity(keys, chain.paths, writer);
    const period = { from: chain.since, until: chain.since + 86_400 };
    const bodies = [...chain.registers.attributes.values()].map(({ body = "" }) => body);
    assert.equal(bodies.length, 3);
    const status = {
      id: `${chain.paths.trustedIssuersRegistry}/issuers/x#3`,
      type: "StatusList2021Entry",
      statusPurpose: "revocation",
      statusListIndex: "3",
      statusListCredential: `${chain.paths.trustedIssuersRegistry}/issuers/x`,
    };
    const terms = {
      did: chain.tao.did,
      issuerType: "TAO",
      taoAttributeId: keys.attributeId,
      types: diploma,
      jurisdiction: "https://publications.europa.eu/resource/authority/country/BEL",
      period,
    } as const;
    for (const jwt of [
      ...bodies,
      chain.credential(chain.issuer, holder, diploma),
      chain.credential(chain.issuer, holder, diploma, { status, validUntil: period.until }),
      entity.inviteToOnboard(chain.tao.did, keys.attributeId, period, keys.account.thumbprint),
      await entity.statusList([3], period),
      entity.accreditationBody(terms, keys.attributeId),
    ]) {
      const result = await verify(chain, jwt);
      assert.deepEqual(result.schema, { found: "follows" }, JSON.stringify(result.checks));
      assert.equal(schemaCheck(result)?.outcome, "passed");
    }
  });

  /** A credential with another member, signed by the issuer all the same. */
  function changed(chain: TrustChainDouble, jwt: string, change: (vc: Vc) => unknown): string {
    const [, payload = ""] = jwt.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as { vc: Vc };
    change(claims.vc);
    const by = [chain.root, chain.tao, chain.issuer].find(({ did }) => did === claims.vc["issuer"]);
    assert.ok(by);
    return signJwt(by.signing, `${by.did}#${by.signing.thumbprint}`, claims);
  }

  it("refuses a credential with a wrong member, and names it", async () => {
    const chain = withStandardSchemas();
    const good = chain.credential(chain.issuer, holder, diploma);
    const body = chain.registers.attributes.get(chain.issuer.attributeId)?.body ?? "";
    for (const [jwt, member, change] of [
      [good, "evidence", (vc: Vc) => (vc["evidence"] = "seen")],
      [good, "validUntil", (vc: Vc) => (vc["validUntil"] = 5)],
      [good, "type", (vc: Vc) => (vc["type"] = [...(vc["type"] as string[]), ...diploma])],
      [body, "accreditedFor", (vc: Vc) => delete vc.credentialSubject["accreditedFor"]],
      [
        body,
        "limitJurisdiction",
        (vc: Vc) => {
          const [first] = vc.credentialSubject["accreditedFor"] as Record<string, unknown>[];
          delete first?.["limitJurisdiction"];
        },
      ],
    ] as const)
      await failsAt(chain, changed(chain, jwt, change), "schema", member);
  });

  it("counts nothing against a credential whose schema cannot be compared", async () => {
    const chain = new TrustChainDouble();
    const jwt = chain.credential(chain.issuer, holder, diploma);
    for (const [found, text] of [
      ["unregistered", undefined],
      ["unreadable", "{"],
      ["unreadable", '{"$ref":"https://elsewhere.example/schema"}'],
    ] as const) {
      if (text !== undefined) chain.registers.schemas.set(attestation.metadata.id.base16, text);
      const result = await verify(chain, jwt);
      assert.deepEqual([result.isValid, result.schema], [true, { found }]);
      assert.equal(schemaCheck(result)?.outcome, "not-made");
    }
  });

  it("never lets another server be asked", () => {
    assert.deepEqual(followsSchema('{"type":"object","required":["a"]}', { a: 1 }), {
      found: "follows",
    });
    assert.deepEqual(followsSchema('{"$ref":"https://elsewhere.example/"}', {}), {
      found: "unreadable",
    });
  });
});

describe("status", () => {
  const proxyId = toHex(7, { size: 32 });
  const prefix = "https://issuer.example";

  async function withList(set: Iterable<number>, size: number = statusListSize.least) {
    const chain = new TrustChainDouble();
    const { did } = chain.issuer;
    const address = `${chain.paths.trustedIssuersRegistry}/issuers/${did}/proxies/${proxyId}/status/1`;
    const publish = async (
      entries: Iterable<number>,
      key = chain.issuer.signing,
      purpose = "revocation",
    ) =>
      issueCredential(did, key, {
        types: [credentialTypes.statusList],
        subject: {
          id: did,
          type: "StatusList2021",
          statusPurpose: purpose,
          encodedList: await encodeStatusList(entries, size),
        },
        schema: "https://foedus.example/s",
        validFrom: chain.since + 60,
      });
    const list = await publish(set);
    chain.registers.proxies.set(`${did} ${proxyId}`, prefix);
    const anchor = (hash: Hex, isStale = false, registered = size) =>
      chain.registers.anchors.set(`${did} ${prefix}/status/1`, {
        hash,
        sequence: 1n,
        size: registered,
        isStale,
      });
    anchor(sha256(toBytes(list)));
    const credential = (index: string, statusListCredential = address) =>
      chain.credential(chain.issuer, holder, diploma, {
        status: {
          id: `${address}#${index}`,
          type: "StatusList2021Entry",
          statusPurpose: "revocation",
          statusListIndex: index,
          statusListCredential,
        },
      });
    return { chain, list, publish, anchor, credential, address };
  }

  it("tells a revoked credential from one that is not", async () => {
    const { chain, list, credential } = await withList([1, 131_071]);
    const context = { fetchText: async () => list };
    assert.equal((await verify(chain, credential("0"), context)).isValid, true);
    for (const index of ["1", "131071"])
      await failsAt(chain, credential(index), "status", "revoked", context);
    await failsAt(chain, credential("131072"), "status", "no entry", context);
  });

  it("notices a list that was rolled back, is outdated, or was never anchored", async () => {
    const { chain, list, publish, anchor, credential } = await withList([]);
    const context = { fetchText: async () => list };
    anchor(sha256(toBytes(await publish([0]))));
    await failsAt(chain, credential("0"), "status", "not the last one", context);
    anchor(sha256(toBytes(list)), true);
    await failsAt(chain, credential("0"), "status", "outdated", context);
    chain.registers.anchors.clear();
    await failsAt(chain, credential("0"), "status", "not anchored", context);
  });

  it("refuses a list that is longer or shorter than its issuer registered it", async () => {
    const { most, least } = statusListSize;
    for (const [size, registered] of [
      [2 * least, least],
      [least, 2 * least],
      [least, most],
    ] as const) {
      const { chain, list, anchor, credential } = await withList([1], size);
      const context = { fetchText: async () => list };
      assert.equal((await verify(chain, credential("0"), context)).isValid, true);
      anchor(sha256(toBytes(list)), false, registered);
      const sentence = `The status list has ${size} entries, but its issuer registered it for ${registered}.`;
      for (const index of ["0", "1"])
        await failsAt(chain, credential(index), "status", sentence, context);
    }
  });

  it("refuses a list of a stranger or for another purpose, though it is anchored", async () => {
    const { chain, publish, anchor, credential } = await withList([]);
    const suspension = await publish([], chain.issuer.signing, "suspension");
    anchor(sha256(toBytes(suspension)));
    await failsAt(chain, credential("0"), "status", "no list of", {
      fetchText: async () => suspension,
    });
    const strange = await publish([], chain.tao.signing);
    anchor(sha256(toBytes(strange)));
    await failsAt(chain, credential("0"), "status", "has no key", {
      fetchText: async () => strange,
    });
  });

  it("asks for nothing at any address but a proxy of the issuer", async () => {
    const { chain, credential, address } = await withList([]);
    for (const elsewhere of [
      "http://169.254.169.254/latest",
      "https://foedus.example.evil/trusted-issuers-registry/v5/x",
      address.replace(chain.issuer.did, chain.tao.did),
      address.replace("https://foedus.example", "https://evil.example"),
    ])
      await failsAt(chain, credential("0", elsewhere), "status", "behind a proxy");
  });

  it("reads the largest list that the contract knows, whatever is set in it", async () => {
    const { most } = statusListSize;
    // Without any order, so that it is as long as a list can be.
    const bits = Uint8Array.from(randomBytes(most / 8));
    const set = (index: number) => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
    const entries = function* () {
      for (let index = 0; index < most; index += 1) if (set(index)) yield index;
    };
    const { chain, list, credential } = await withList(entries(), most);
    assert.ok(list.length > 3_000_000, String(list.length));
    const context = { fetchText: async () => list };
    const last = (value: boolean) => {
      let index = most - 1;
      while (set(index) !== value) index -= 1;
      return String(index);
    };
    assert.equal((await verify(chain, credential(last(false)), context)).isValid, true);
    await failsAt(chain, credential(last(true)), "status", "revoked", context);
  });

  it("reads a credential no longer than a credential is", async () => {
    const chain = new TrustChainDouble();
    const long = chain.credential(chain.issuer, holder, ["A".repeat(150_000)]);
    await failsAt(chain, long, "form", "no JWT");
  });

  it("reads no more of a list than the longest has", async () => {
    const bomb = await encodeStatusList([], 16_777_216 * 2);
    const { chain, publish, anchor, credential } = await withList([]);
    const payload = JSON.parse(
      Buffer.from((await publish([])).split(".")[1] ?? "", "base64url").toString(),
    ) as { vc: { credentialSubject: { encodedList: string } } };
    payload.vc.credentialSubject.encodedList = bomb;
    const { did, signing } = chain.issuer;
    const list = signJwt(signing, `${did}#${signing.thumbprint}`, payload);
    anchor(sha256(toBytes(list)));
    await failsAt(chain, credential("0"), "status", "too many entries", {
      fetchText: async () => list,
    });
  });
});

describe("verifyAccreditationBody", () => {
  it("takes the body of the TAO alone, for this DID and attribute", async () => {
    const chain = new TrustChainDouble();
    const { did, attributeId } = chain.issuer;
    const body = chain.registers.attributes.get(attributeId)?.body ?? "";
    const expected = { did, attributeId, tao: chain.tao.did };
    await verifyAccreditationBody(body, expected, chain.registers);
    for (const other of [
      { ...expected, tao: chain.root.did },
      { ...expected, did: chain.tao.did },
      { ...expected, attributeId: toHex(99, { size: 32 }) },
    ])
      await assert.rejects(verifyAccreditationBody(body, other, chain.registers), ClientError);
  });
});
