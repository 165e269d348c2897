import {
  credentialTypes,
  didOfKey,
  encodeStatusList,
  issueCredential,
  KeyPair,
  standardSchemas,
} from "@foedus/client";
import { TrustChainDouble } from "@foedus/client/doubles";
import { base58btc } from "multiformats/bases/base58";
import { sha256, toBytes, toHex } from "viem";
import { afterEach, describe, expect, it } from "vitest";

import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import { outcomeBadge, resultSentence, verdictLines } from "./verdict-lines.ts";
import { judge } from "./verify.ts";

const holder = didOfKey(KeyPair.generate("ES256").publicJwk);
const api = "https://foedus.example";
const types = ["DiplomaCredential"];
const attestationSchema = toHex(base58btc.decode(standardSchemas.attestation));
const schema = (required: string) => JSON.stringify({ type: "object", required: [required] });

interface Change {
  /** The schema's text; undefined for one that nobody registered. */
  registered?: string | undefined;
  at?: number;
  /** What lies behind the issuer's proxy; asking is refused when left out. */
  served?: string;
}

async function verdictOf(chain: TrustChainDouble, jwt: string, change: Change = {}) {
  const { at = chain.since + 3_600 } = change;
  const registered = "registered" in change ? change.registered : schema("credentialSubject");
  if (registered === undefined) chain.registers.schemas.clear();
  else chain.registers.schemas.set(attestationSchema, registered);
  const verdict = await judge(
    jwt,
    { api, now: at },
    {
      registers: chain.registers,
      fetchText: () =>
        change.served === undefined
          ? Promise.reject(new Error("Nothing is to be fetched."))
          : Promise.resolve(change.served),
    },
  );
  const lines = verdictLines(verdict);
  return {
    verdict,
    lines,
    outcomes: Object.fromEntries(lines.map(({ name, outcome }) => [name, outcome])),
    sentence: resultSentence(verdict),
  };
}

afterEach(() => overwriteGetLocale(() => "en"));
overwriteGetLocale(() => "en");

describe("a credential", () => {
  const chain = new TrustChainDouble(1_767_225_600);
  const good = chain.credential(chain.issuer, holder, types);

  it("passes, check by check, each with what it means", async () => {
    const { lines, sentence, verdict } = await verdictOf(chain, good);
    expect(lines.map(({ name, outcome }) => [name, outcome])).toEqual(
      ["form", "times", "signature", "schema", "accreditation", "chain", "status"].map((name) => [
        name,
        "passed",
      ]),
    );
    for (const line of lines) {
      expect(line.meaning).toMatch(/[.:]$/);
      expect(line.remedy).toBe("");
    }
    expect(verdict.isValid).toBe(true);
    expect(sentence).toMatch(/^Valid: .* may issue DiplomaCredential, and all checks passed\.$/);
    const { chain: dids } = lines.find(({ name }) => name === "chain")!;
    expect(dids).toEqual([chain.issuer.did, chain.tao.did, chain.root.did]);
  });

  it("is said in French, too", async () => {
    overwriteGetLocale(() => "fr");
    const { lines, sentence } = await verdictOf(chain, good);
    expect(sentence).toMatch(/^Valable\u00a0: /);
    expect(lines.map(({ title }) => title)).toContain("Chaîne jusqu’à la racine");
  });

  it("that is over fails by its dates alone", async () => {
    const over = chain.credential(chain.issuer, holder, types, { validUntil: chain.since + 120 });
    const { outcomes, lines, sentence } = await verdictOf(chain, over);
    expect(outcomes["times"]).toBe("failed");
    expect(Object.values(outcomes).filter((outcome) => outcome === "failed")).toHaveLength(1);
    expect(lines.find(({ name }) => name === "times")?.remedy).not.toBe("");
    expect(sentence).toBe("Not valid: 1 check failed. Do not rely on this credential.");
  });

  it("signed by a stranger fails by its signature", async () => {
    const forged = chain.credential(chain.issuer, holder, types, {
      key: KeyPair.generate("ES256"),
    });
    expect((await verdictOf(chain, forged)).outcomes["signature"]).toBe("failed");
  });

  it("of an issuer whose accreditation was revoked fails, and its chain is not walked", async () => {
    const other = new TrustChainDouble(chain.since);
    const jwt = other.credential(other.issuer, holder, types);
    other.registers.roots.delete(other.root.did);
    const { outcomes, sentence } = await verdictOf(other, jwt);
    expect(outcomes["accreditation"]).toBe("failed");
    expect(outcomes["chain"]).toBe("not-made");
    expect(sentence).toMatch(/^Not valid: /);
  });

  it("with a status that nobody knows fails by its status", async () => {
    const jwt = chain.credential(chain.issuer, holder, types, {
      status: { id: "https://elsewhere.example/1", type: "Other" },
    });
    expect((await verdictOf(chain, jwt)).outcomes["status"]).toBe("failed");
  });

  it("that breaks its schema is not valid, whatever else passed", async () => {
    const { outcomes, lines, sentence } = await verdictOf(chain, good, {
      registered: schema("degree"),
    });
    expect(outcomes["schema"]).toBe("failed");
    expect(lines.find(({ name }) => name === "schema")?.detail).not.toBe("");
    expect(sentence).toMatch(/^Not valid: 1 check/);
  });

  it.each([
    ["nobody registered", undefined],
    ["cannot be read", "{"],
    ["refers to another server", '{"$ref":"https://elsewhere.example/schema"}'],
  ])("whose schema %s is valid with a reservation", async (_, registered) => {
    const { outcomes, verdict, sentence } = await verdictOf(chain, good, { registered });
    expect(outcomes["schema"]).toBe("not-made");
    expect(verdict.isValid).toBe(true);
    expect(sentence).toContain("could not be checked here");
  });

  it("whose schema lies on another server is valid with a reservation", async () => {
    const jwt = issueCredential(chain.issuer.did, chain.issuer.signing, {
      types,
      subject: { id: holder },
      schema: `https://elsewhere.example/schemas/${standardSchemas.attestation}`,
      termsOfUse: chain.termsOf(chain.issuer),
      validFrom: chain.since + 60,
    });
    expect((await verdictOf(chain, jwt)).verdict.schema).toEqual({ found: "elsewhere" });
  });
});

describe("the status of a credential", () => {
  const chain = new TrustChainDouble(1_767_225_600);
  const { did, signing } = chain.issuer;
  const proxyId = `0x${"5a".repeat(32)}`;
  const address = `${chain.paths.trustedIssuersRegistry}/issuers/${did}/proxies/${proxyId}/status/1`;
  const jwt = chain.credential(chain.issuer, holder, types, {
    status: {
      id: `${address}#3`,
      type: "StatusList2021Entry",
      statusPurpose: "revocation",
      statusListIndex: "3",
      statusListCredential: address,
    },
  });
  const listWith = async (entries: number[]) =>
    issueCredential(did, signing, {
      types: [credentialTypes.statusList],
      subject: {
        id: did,
        type: "StatusList2021",
        statusPurpose: "revocation",
        encodedList: await encodeStatusList(entries),
      },
      schema: `${api}/s`,
      validFrom: chain.since + 60,
    });
  chain.registers.proxies.set(`${did} ${proxyId}`, "https://issuer.example/");
  const statusOf = async (served: string, anchored: string, isStale = false) => {
    const anchor = { sequence: 1n, size: 131_072, hash: sha256(toBytes(anchored)), isStale };
    chain.registers.anchors.set(`${did} https://issuer.example/status/1`, anchor);
    const { lines, verdict } = await verdictOf(chain, jwt, { served });
    const { outcome, detail, remedy } = lines.find(({ name }) => name === "status")!;
    expect(verdict.isValid).toBe(outcome === "passed");
    expect(remedy === "").toBe(outcome === "passed");
    return [outcome, detail];
  };

  it("passes by the list that its issuer anchored last, and fails once it is revoked there", async () => {
    const [list, revoking] = [await listWith([1]), await listWith([3])];
    expect(await statusOf(list, list)).toEqual(["passed", expect.anything()]);
    expect(await statusOf(revoking, revoking)).toEqual([
      "failed",
      expect.stringContaining("revoked"),
    ]);
  });

  it("fails by an older list than the one that is anchored, though both are signed", async () => {
    const [older, present] = [await listWith([]), await listWith([3])];
    expect(await statusOf(older, present)).toEqual([
      "failed",
      expect.stringContaining("not the last one"),
    ]);
  });

  it("fails by a list whose time to live is over", async () => {
    const list = await listWith([]);
    expect(await statusOf(list, list, true)).toEqual([
      "failed",
      expect.stringContaining("outdated"),
    ]);
  });
});

describe("what is no credential", () => {
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  it.each([
    ["no JWT", "hello"],
    ["alg none", `${none}.e30.`],
    ["JSON", '{"type":"VerifiableCredential"}'],
  ])("is refused by its form: %s", async (_, text) => {
    const { outcomes, sentence, lines } = await verdictOf(new TrustChainDouble(), text);
    expect(outcomes["form"]).toBe("failed");
    expect(Object.values(outcomes).slice(1)).toEqual(Array(6).fill("not-made"));
    expect(lines[0]?.remedy).not.toBe("");
    expect(sentence).toBe("This is no credential, so that nothing else could be checked.");
  });
});

it("a register that gives no answer is no verdict", async () => {
  const chain = new TrustChainDouble();
  chain.registers.didDocument = () => Promise.reject(new Error("gone"));
  await expect(verdictOf(chain, chain.credential(chain.issuer, holder, types))).rejects.toThrow(
    "gone",
  );
});

it("each outcome has a shape and a word", () => {
  const badges = (["passed", "failed", "not-made"] as const).map(outcomeBadge);
  expect(new Set(badges.map(({ shape }) => shape)).size).toBe(3);
  expect(new Set(badges.map(({ word }) => word)).size).toBe(3);
});
