import { KeyPair, signJwt } from "@foedus/client";
import type { RequestEvent } from "@sveltejs/kit";
import {
  type Abi,
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseTransaction,
  serializeTransaction,
  stringToHex,
  toHex,
  toRlp,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { addressesDouble, idDouble } from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { didRegistryWrites } from "./did-registry-methods.ts";
import type { WriteService } from "./rpc-method.ts";
import { timestampsWrites } from "./timestamps-methods.ts";
import type { UnsignedTransaction } from "./transactions.ts";
import { trustedIssuersWrites } from "./trusted-issuers-methods.ts";
import { trustedPoliciesWrites } from "./trusted-policies-methods.ts";
import { trustedSchemasWrites } from "./trusted-schemas-methods.ts";
import { serveWrites } from "./write.ts";

const account = privateKeyToAccount(idDouble(0xacc, 32));
const from = account.address;
const did = "did:ebsi:zfEmvX5twhXjQJiCWsukvQA";
const other = "did:ebsi:zjHZjJ4Sy7r92BxXzFGs7qD";
const taoKey = KeyPair.generate("ES256");
const documentText = JSON.stringify({
  "@context": ["https://www.w3.org/ns/did/v1"],
  service: [{ id: "#old", type: "X", serviceEndpoint: "https://old.example" }],
});

/** What a request of the test finds: the token, and what stands in the registers. */
const world = vi.hoisted(() => ({
  access: { sub: "", scope: "" },
  actsFor: true,
  refusals: [] as Error[],
  sent: [] as string[],
  /** Addresses of lists that were asked for, of which the hosts of `p.example` alone have any. */
  listsAsked: [] as string[],
}));

vi.mock("./proxied-list.ts", async () => {
  const { Problem } = await import("./problem-of.ts");
  return {
    fetchStatusList: ({ prefix }: { prefix: string }, path: string, allowInner: boolean) => {
      world.listsAsked.push(`${prefix} ${path} ${allowInner}`);
      return prefix === "https://p.example"
        ? Promise.resolve("a.b.c")
        : Promise.reject(new Problem(502, "connect ECONNREFUSED 10.0.0.1:22", "Secret."));
    },
  };
});

vi.mock("../sources.ts", () => {
  const word = (n: number) => idDouble(n, 32);
  const views: Record<string, (...args: unknown[]) => unknown> = {
    checkController: () => world.actsFor,
    getDidDocument: () => [
      documentText,
      [other],
      [taoKey.thumbprint],
      [
        {
          publicKey: stringToHex(JSON.stringify(taoKey.publicJwk)),
          isSecp256k1: false,
          revoked: false,
        },
      ],
      [{ name: "assertionMethod", vMethodId: taoKey.thumbprint, notBefore: 0n, notAfter: 9n }],
    ],
    getLatestRevisionAttribute: () => ({ tao: other }),
    getPolicy: () => [7n, "words", "DID:insertDidDocument", true],
    policyRole: (name) => (name === "NONE" ? 0n : name === "TIR:updateIssuer" ? 5n : 6n),
  };
  const chain = {
    readContract: ({ functionName, args }: { functionName: string; args: unknown[] }) =>
      Promise.resolve(views[functionName]?.(...args)),
    estimateGas: () => {
      const [refusal] = world.refusals;
      return refusal ? Promise.reject(refusal) : Promise.resolve(100_000n);
    },
    getTransactionCount: () => Promise.resolve(3),
    getChainId: () => Promise.resolve(31337),
    getBlock: () => Promise.resolve({ baseFeePerGas: 0n }),
    sendRawTransaction: ({ serializedTransaction }: { serializedTransaction: Hex }) => {
      world.sent.push(serializedTransaction);
      return Promise.resolve(keccak256(serializedTransaction));
    },
  };
  return {
    sources: () =>
      Promise.resolve({
        chain,
        deployment: { chainId: 31337, addresses: addressesDouble, development: false },
      }),
    pageReading: () =>
      Promise.resolve({
        chain,
        addresses: addressesDouble,
        index: indexDouble({
          SchemaOfRevision: ({ revision }: { revision: Hex }) => ({
            schemaRevisions: revision === word(1) ? [{ schema: { id: "0x0102" } }] : [],
          }),
        }),
      }),
  };
});

vi.mock("../require-scope.ts", async () => {
  const { AccessRefused } = await import("../access-refused.ts");
  return {
    requireScope: (_: unknown, scopes: string[]) =>
      scopes.includes(world.access.scope)
        ? Promise.resolve(world.access)
        : Promise.reject(new AccessRefused(403, "No.", "Get another.", "")),
  };
});

let clients = 0;

async function post(
  service: WriteService,
  body: unknown,
): Promise<{ status: number; body: Answer }> {
  const request = new Request(`http://host${service.path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  // Each call comes from a client of its own, so that no limit of rates is met.
  const event = { request, getClientAddress: () => `client-${clients++}` };
  const response = await serveWrites(service)(event as unknown as RequestEvent);
  return { status: response.status, body: (await response.json()) as Answer };
}

interface Answer {
  id?: number;
  result?: UnsignedTransaction & string;
  error?: { code: number; message: string; data?: { parameter?: string; remedy?: string } };
  title?: string;
  status?: number;
}

const ask = (service: WriteService, method: string, ...params: unknown[]) =>
  post(service, { jsonrpc: "2.0", method, params, id: 1 });

const word = (n: number) => idDouble(n, 32);
const jwk = stringToHex(JSON.stringify(taoKey.publicJwk));
const point = KeyPair.fromPrivateKey("ES256K", word(9));
const publicKey = account.publicKey;
const json = (value: unknown) => stringToHex(JSON.stringify(value));
const newDocument = JSON.stringify({ "@context": ["https://www.w3.org/ns/did/v1"] });
const service = { id: "#new", type: "Y", serviceEndpoint: "https://new.example" };
const proxyFor = (prefix: string, testSuffix = "/1") =>
  JSON.stringify({ prefix, headers: {}, testSuffix });
const proxyData = proxyFor("https://p.example");
const body = (key = taoKey, kid = `${other}#${taoKey.thumbprint}`) =>
  stringToHex(signJwt(key, kid, { iss: other, vc: {} }));
const accreditation = body();
const hashes = {
  hashAlgorithmIds: [0],
  hashValues: [word(5)],
  timestampData: [json({ a: 1 })],
};
const hashArguments = [[0n], [word(5)], [json({ a: 1 })]];
const versionInfo = json({ i: 1 });
const algorithm = {
  outputLength: 256,
  ianaName: "sha-256",
  oid: "2.16.840.1.101.3.4.2.1",
  status: 1,
  multiHash: "sha2-256",
};

type Line = [
  method: string,
  scope: string,
  parameters: Record<string, unknown>,
  calldata: [functionName: string, ...args: unknown[]],
];

/** The table of EBSI's interface, with ours beside it: what a client gives, and what the calldata must say, exactly. */
const table: [WriteService, Line[]][] = [
  [
    didRegistryWrites.v5,
    [
      [
        "insertDidDocument",
        "didr_write",
        {
          did,
          baseDocument: newDocument,
          vMethodId: "key-1",
          publicKey,
          isSecp256k1: true,
          notBefore: 10,
          notAfter: "0x14",
        },
        ["insertDidDocument", did, newDocument, "key-1", publicKey, true, 10n, 20n],
      ],
      [
        "updateBaseDocument",
        "didr_write",
        { did, baseDocument: newDocument },
        ["updateBaseDocument", did, newDocument],
      ],
      [
        "addService",
        "didr_write",
        { did, service: JSON.stringify(service) },
        [
          "updateBaseDocument",
          did,
          JSON.stringify({
            "@context": ["https://www.w3.org/ns/did/v1"],
            service: [{ id: "#old", type: "X", serviceEndpoint: "https://old.example" }, service],
          }),
        ],
      ],
      [
        "revokeService",
        "didr_write",
        { did, serviceId: `${did}#old` },
        ["updateBaseDocument", did, newDocument],
      ],
      ["addController", "didr_write", { did, controller: other }, ["addController", did, other]],
      [
        "revokeController",
        "didr_write",
        { did, controller: other },
        ["revokeController", did, other],
      ],
      [
        "addVerificationMethod",
        "didr_write",
        { did, vMethodId: "key-2", isSecp256k1: false, publicKey: jwk },
        ["addVerificationMethod", did, "key-2", jwk, false],
      ],
      [
        "addVerificationRelationship",
        "didr_write",
        { did, name: "assertionMethod", vMethodId: "key-2", notBefore: 1, notAfter: 2 },
        ["addVerificationRelationship", did, "assertionMethod", "key-2", 1n, 2n],
      ],
      [
        "revokeVerificationMethod",
        "didr_write",
        { did, vMethodId: "key-2", notAfter: "5" },
        ["revokeVerificationMethod", did, "key-2", 5n],
      ],
      [
        "expireVerificationMethod",
        "didr_write",
        { did, vMethodId: "key-2", notAfter: 6 },
        ["expireVerificationMethod", did, "key-2", 6n],
      ],
      [
        "rollVerificationMethod",
        "didr_write",
        {
          did,
          vMethodId: "key-3",
          isSecp256k1: true,
          publicKey,
          notBefore: 1,
          notAfter: 2,
          oldVMethodId: "key-2",
          duration: 3,
        },
        [
          "rollVerificationMethod",
          {
            did,
            vMethodId: "key-3",
            publicKey,
            isSecp256k1: true,
            notBefore: 1n,
            notAfter: 2n,
            oldVMethodId: "key-2",
            duration: 3n,
          },
        ],
      ],
      ["deactivateDid", "didr_write", { did }, ["deactivateDid", did]],
    ],
  ],
  [
    trustedIssuersWrites,
    [
      [
        "setAttributeMetadata",
        "tir_write",
        {
          did,
          attributeId: word(1).slice(2),
          issuerType: 2,
          taoDid: other,
          taoAttributeId: word(2),
        },
        ["setAttributeMetadata", did, word(1), 2, other, word(2)],
      ],
      [
        "commitAccreditation",
        "tir_write",
        { did, attributeId: word(1), bodyHash: word(3), scope: [word(4)] },
        ["commitAccreditation", did, word(1), word(3), [word(4)]],
      ],
      [
        "setAttributeData",
        "tir_write",
        { did, attributeId: word(1), attributeData: accreditation },
        ["setAttributeData", did, word(1), accreditation],
      ],
      ["addIssuerProxy", "tir_write", { did, proxyData }, ["addIssuerProxy", did, proxyData]],
      [
        "updateIssuerProxy",
        "tir_write",
        { did, proxyId: word(1), proxyData },
        ["updateIssuerProxy", did, word(1), proxyData],
      ],
      [
        "removeIssuerProxy",
        "tir_write",
        { did, proxyId: word(1) },
        ["removeIssuerProxy", did, word(1)],
      ],
    ],
  ],
  [
    trustedPoliciesWrites,
    [
      [
        "insertPolicy",
        "tpr_write",
        { policyName: "TSR:x", description: "d" },
        ["insertPolicy", "TSR:x", "d"],
      ],
      [
        "updatePolicy",
        "tpr_write",
        { policyName: "TSR:x", description: "d" },
        ["updatePolicy", "TSR:x", "d"],
      ],
      ["deactivatePolicy", "tpr_write", { policyName: "TSR:x" }, ["deactivatePolicy", "TSR:x"]],
      ["activatePolicy", "tpr_write", { policyId: 7 }, ["activatePolicy", "DID:insertDidDocument"]],
      [
        "insertUserAttributes",
        "tpr_write",
        { user: from, attributes: ["TIR:updateIssuer"] },
        ["grantRole", 5n, from, 0],
      ],
      [
        "deleteUserAttribute",
        "tpr_write",
        { user: from, attribute: "DID:insertDidDocument" },
        ["revokeRole", 6n, from],
      ],
    ],
  ],
  [
    trustedSchemasWrites,
    [
      [
        "insertSchema",
        "tsr_write",
        { schemaId: "0x0102", schema: json({ type: "object" }), metadata: json({ m: 1 }) },
        ["insertSchema", "0x0102", json({ type: "object" }), json({ m: 1 })],
      ],
      [
        "updateSchema",
        "tsr_write",
        { schemaId: "z5T", schema: json({ type: "object" }), metadata: json({ m: 1 }) },
        ["updateSchema", "0x0102", json({ type: "object" }), json({ m: 1 })],
      ],
      [
        "updateMetadata",
        "tsr_write",
        { schemaRevisionId: word(1), metadata: json({ m: 1 }) },
        ["updateMetadata", "0x0102", word(1), json({ m: 1 })],
      ],
    ],
  ],
  [
    timestampsWrites,
    [
      [
        "insertHashAlgorithm",
        "timestamp_write",
        algorithm,
        ["insertHashAlgorithm", 256n, "sha-256", algorithm.oid, 1, "sha2-256"],
      ],
      [
        "updateHashAlgorithm",
        "timestamp_write",
        { hashAlgorithmId: 2, ...algorithm },
        ["updateHashAlgorithm", 2n, 256n, "sha-256", algorithm.oid, 1, "sha2-256"],
      ],
      ["timestampHashes", "timestamp_write", hashes, ["timestampHashes", ...hashArguments]],
      [
        "timestampRecordHashes",
        "timestamp_write",
        { ...hashes, versionInfo },
        ["timestampRecordHashes", ...hashArguments, versionInfo],
      ],
      [
        "timestampRecordVersionHashes",
        "timestamp_write",
        { recordId: word(1), ...hashes, versionInfo },
        ["timestampRecordVersionHashes", word(1), ...hashArguments, versionInfo],
      ],
      [
        "timestampVersionHashes",
        "timestamp_write",
        { versionHash: word(2), ...hashes, versionInfo },
        ["timestampVersionHashes", word(2), ...hashArguments, versionInfo],
      ],
      [
        "appendRecordVersionHashes",
        "timestamp_write",
        { recordId: word(1), versionId: 3, ...hashes, versionInfo },
        ["appendRecordVersionHashes", word(1), 3n, ...hashArguments, versionInfo],
      ],
      [
        "insertRecordVersionInfo",
        "timestamp_write",
        { recordId: word(1), versionId: 3, versionInfo },
        ["insertRecordVersionInfo", word(1), 3n, versionInfo],
      ],
      [
        "detachRecordVersionHash",
        "timestamp_write",
        { recordId: word(1), versionId: 3, hashValue: word(5) },
        ["detachRecordVersionHash", word(1), 3n, word(5)],
      ],
      [
        "insertRecordOwner",
        "timestamp_write",
        { recordId: word(1), ownerId: from, notBefore: 1, notAfter: 0 },
        ["insertRecordOwner", word(1), from, 1n, 0n],
      ],
      [
        "revokeRecordOwner",
        "timestamp_write",
        { recordId: word(1), ownerId: from },
        ["revokeRecordOwner", word(1), from],
      ],
    ],
  ],
];

/** May be left out, or stands for another. */
const optional = new Set(["timestampData", "policyName", "policyId"]);

function withAccess(scope: string, sub = did): void {
  Object.assign(world, { access: { sub, scope }, actsFor: true, refusals: [] });
}

function calledBy(service: WriteService, { to, data }: UnsignedTransaction) {
  const name = Object.keys(service.abis).find(
    (contract) => addressesDouble[contract as keyof typeof addressesDouble] === to,
  );
  const abi = service.abis[name as keyof typeof addressesDouble] as Abi;
  const { functionName, args = [] } = decodeFunctionData({ abi, data: data as Hex });
  return [functionName, ...args];
}

describe.each(table)("the methods of $path", (service, lines) => {
  it("are all in the table", () => {
    expect(lines.map(([method]) => method).sort()).toEqual(
      service.methods.map(({ name }) => name).sort(),
    );
  });

  it.each(lines)("%s becomes exactly its call", async (method, scope, parameters, calldata) => {
    withAccess(scope);
    const { status, body } = await ask(service, method, { from, ...parameters });
    expect(body.error).toBeUndefined();
    expect(status).toBe(200);
    expect(body.id).toBe(1);
    expect(calledBy(service, body.result!)).toEqual(calldata);
    expect(body.result).toMatchObject({
      from,
      value: "0x0",
      nonce: "0x3",
      chainId: "0x7a69",
      gasLimit: "0x222e0",
      gasPrice: "0x0",
    });
  });

  it.each(lines)(
    "%s names what is missing, wrong or unknown",
    async (method, scope, parameters) => {
      withAccess(scope);
      const all: Record<string, unknown> = { from, ...parameters };
      const refused = async (changed: Record<string, unknown>) => {
        const { status, body } = await ask(service, method, changed);
        expect(status).toBe(400);
        expect(body.error?.code).toBe(-32602);
        expect(body.error?.data?.remedy).toBeTypeOf("string");
        return body.error?.data?.parameter;
      };
      for (const name of Object.keys(all)) {
        const { [name]: _, ...rest } = all;
        if (!optional.has(name)) expect(await refused(rest), `without ${name}`).toBe(name);
        for (const wrong of [{}, null, [{}], "", -1, 1.5])
          expect(
            (await refused({ ...all, [name]: wrong }))?.split(".")[0],
            `${name}: ${JSON.stringify(wrong)}`,
          ).toBe(name);
      }
      expect(await refused({ ...all, surplus: 1 })).toBe("surplus");
    },
  );

  it.each(lines)("%s needs a token with its scope", async (method, _, parameters) => {
    withAccess("tnt_write");
    const { status, body } = await ask(service, method, { from, ...parameters });
    expect([status, body.title]).toEqual([403, "No."]);
  });
});

describe("a key", () => {
  const insert = {
    from,
    did,
    baseDocument: newDocument,
    vMethodId: "key-1",
    publicKey,
    isSecp256k1: true,
    notBefore: 1,
    notAfter: 2,
  };
  const add = { from, did, vMethodId: "key-1", isSecp256k1: false, publicKey: jwk };
  const off = toHex(Uint8Array.of(4, ...new Uint8Array(63).fill(1), 7));

  it.each([
    ["off its curve", { ...insert, publicKey: off }],
    ["compressed", { ...insert, publicKey: `0x02${publicKey.slice(4, 68)}` }],
    ["without its first byte", { ...insert, publicKey: `0x${publicKey.slice(4)}` }],
  ])("of secp256k1 %s is refused", async (_, parameters) => {
    withAccess("didr_write");
    const { status, body } = await ask(didRegistryWrites.v5, "insertDidDocument", parameters);
    expect([status, body.error?.data?.parameter]).toEqual([400, "publicKey"]);
  });

  it.each([
    ["no JSON", stringToHex("key")],
    ["a key with a member twice", stringToHex('{"kty":"EC","kty":"EC"}')],
    ["off its curve", json({ ...taoKey.publicJwk, x: taoKey.publicJwk.y })],
    ["too long", json({ kty: "OKP", x: "a".repeat(2048) })],
  ])("as JWK that is %s is refused", async (_, publicKey) => {
    withAccess("didr_write");
    const { status, body } = await ask(didRegistryWrites.v5, "addVerificationMethod", {
      ...add,
      publicKey,
    });
    expect([status, body.error?.data?.parameter]).toEqual([400, "publicKey"]);
  });

  it("with its private part is refused, and neither answered nor logged", async () => {
    withAccess("didr_write");
    const logs = (["log", "warn", "error", "info"] as const).map((name) => vi.spyOn(console, name));
    for (const secret of [
      point.exportPrivateJwk(),
      { kty: "OKP", crv: "Ed25519", x: "a", d: "secret-part" },
    ]) {
      const { status, body } = await ask(didRegistryWrites.v5, "addVerificationMethod", {
        ...add,
        publicKey: json(secret),
      });
      expect([status, body.error?.data?.parameter]).toEqual([400, "publicKey"]);
      expect(body.error?.data?.remedy).toMatch(/public part/);
      expect(JSON.stringify(body)).not.toContain(secret.d);
    }
    for (const log of logs) {
      expect(log).not.toHaveBeenCalled();
      log.mockRestore();
    }
  });

  it("is rolled by parameters side by side or in one object", async () => {
    withAccess("didr_write");
    const args = {
      did,
      vMethodId: "key-3",
      isSecp256k1: false,
      publicKey: jwk,
      notBefore: 1,
      notAfter: 2,
      oldVMethodId: "key-2",
      duration: 3,
    };
    const roll = (parameters: object) =>
      ask(didRegistryWrites.v5, "rollVerificationMethod", parameters);
    const [flat, nested] = [await roll({ from, ...args }), await roll({ from, args })];
    expect(nested.status).toBe(200);
    expect(nested.body).toEqual(flat.body);
    const wrong = await roll({ from, args: { ...args, duration: "long" } });
    expect(wrong.body.error?.data?.parameter).toBe("duration");
  });
});

describe("the body of an accreditation", () => {
  const give = (attributeData: string, access = "tir_write") => {
    withAccess(access);
    return ask(trustedIssuersWrites, "setAttributeData", {
      from,
      did,
      attributeId: word(1),
      attributeData,
    });
  };

  it.each([
    ["signed by a stranger", body(KeyPair.generate("ES256"))],
    ["signed with a key of another entity", body(taoKey, `${did}#${taoKey.thumbprint}`)],
    ["that is no token", stringToHex("a.b.c")],
    ["of more than 8192 bytes", `0x${"61".repeat(8_193)}`],
  ])("%s is refused", async (_, attributeData) => {
    const { status, body } = await give(attributeData);
    expect([status, body.error?.data?.parameter]).toEqual([400, "attributeData"]);
  });

  it("is accepted by the entity that was invited, and by nobody else", async () => {
    expect((await give(accreditation, "tir_invite")).status).toBe(200);
    withAccess("tir_invite", other);
    const foreign = await ask(trustedIssuersWrites, "setAttributeData", {
      from,
      did,
      attributeId: word(1),
      attributeData: accreditation,
    });
    expect([foreign.status, foreign.body.title]).toEqual([
      403,
      `The access token invites ${other}, and nobody else.`,
    ]);
  });
});

describe("a proxy of an issuer", () => {
  beforeEach(() => {
    world.access = { sub: did, scope: "tir_write" };
    world.listsAsked.length = 0;
  });
  const add = (data: string) =>
    ask(trustedIssuersWrites, "addIssuerProxy", { from: account.address, did, proxyData: data });

  it("is tried at its testSuffix, by which no host within is reached", async () => {
    expect((await add(proxyData)).status).toBe(200);
    const update = { from: account.address, did, proxyId: word(1), proxyData };
    expect((await ask(trustedIssuersWrites, "updateIssuerProxy", update)).status).toBe(200);
    expect(world.listsAsked).toEqual(Array(2).fill("https://p.example /1 false"));
  });

  it("is refused where it gives no list, without a word of what is there instead", async () => {
    const { status, body } = await add(proxyFor("https://inner.example"));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: -32602,
      message: "The proxy gives no status list at its testSuffix.",
      data: { parameter: "proxyData" },
    });
    expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|10\.0\.0\.1|Secret/);
  });

  it("is refused where it cannot be tried, and nobody is asked", async () => {
    for (const data of [
      proxyFor("https://p.example", ""),
      JSON.stringify({ prefix: "https://p.example" }),
      proxyFor("no address"),
      "[]",
    ])
      expect((await add(data)).body.error?.data?.parameter).toBe("proxyData");
    expect(world.listsAsked).toEqual([]);
  });
});

describe("what is no call", () => {
  const call = { jsonrpc: "2.0", method: "deactivateDid", params: [{ from, did }], id: 1 };

  it.each([
    ["{", -32700],
    ['{"jsonrpc":"2.0","method":"deactivateDid","method":"addController","id":1}', -32700],
    ["[".repeat(40) + "]".repeat(40), -32700],
    [{ ...call, jsonrpc: "1.0" }, -32600],
    [{ ...call, id: [] }, -32600],
    [[call], -32600],
    ["null", -32600],
    [{ ...call, method: "insertDid" }, -32601],
    [{ ...call, method: "constructor" }, -32601],
    [{ ...call, params: [] }, -32602],
    [{ ...call, params: [{ from, did }, {}] }, -32602],
    [{ ...call, params: ["text"] }, -32602],
  ])("%j is refused", async (sent, code) => {
    withAccess("didr_write");
    const { status, body } = await post(didRegistryWrites.v5, sent);
    expect([status, body.error?.code]).toEqual([400, code]);
  });

  it("is refused for its type and its size", async () => {
    withAccess("didr_write");
    const long = await post(didRegistryWrites.v5, { ...call, id: "a".repeat(300 * 1024) });
    expect(long.status).toBe(413);
  });
});

describe("sendSignedTransaction", () => {
  const relation = { from, did, controller: other };

  async function built(scope = "didr_write"): Promise<UnsignedTransaction> {
    withAccess(scope);
    const { body } = await ask(didRegistryWrites.v5, "addController", relation);
    return body.result!;
  }

  async function signed(unsigned: UnsignedTransaction, signer = account, changes = {}) {
    const raw = await signer.signTransaction({
      type: "legacy",
      to: unsigned.to,
      data: unsigned.data as Hex,
      value: BigInt(unsigned.value),
      nonce: Number(unsigned.nonce),
      gas: BigInt(unsigned.gasLimit),
      gasPrice: BigInt(unsigned.gasPrice),
      chainId: Number(unsigned.chainId),
      ...changes,
    });
    const { r, s, v } = parseTransaction(raw) as { r: Hex; s: Hex; v: bigint };
    return {
      protocol: "eth",
      unsignedTransaction: unsigned,
      r,
      s,
      v: toHex(v),
      signedRawTransaction: raw as string,
    };
  }

  const send = (parameters: unknown) =>
    ask(didRegistryWrites.v5, "sendSignedTransaction", parameters);

  it("sends what was built and signed, once it is the same", async () => {
    const parameters = await signed(await built());
    const { status, body } = await send(parameters);
    expect(body.error).toBeUndefined();
    expect(status).toBe(200);
    expect(body.result).toBe(keccak256(parameters.signedRawTransaction as Hex));
    expect(world.sent.at(-1)).toBe(parameters.signedRawTransaction);
  });

  it("takes numbers with zeros before them, as other writers give them", async () => {
    const unsigned = await built();
    const padded = { ...unsigned, value: "0x00", nonce: "0x03", gasPrice: "0x00" };
    expect((await send(await signed(padded))).status).toBe(200);
  });

  it.each([
    ["nonce", { nonce: 4 }],
    ["gasLimit", { gas: 1n }],
    ["gasPrice", { gasPrice: 1n }],
    ["value", { value: 1n }],
    ["to", { to: idDouble(1) }],
    ["data", { data: "0x00" }],
    ["chainId", { chainId: 1 }],
  ])("refuses a signed transaction with another %s than is shown", async (name, changes) => {
    const before = world.sent.length;
    const { status, body } = await send(await signed(await built(), account, changes));
    expect([status, body.error?.data?.parameter]).toEqual([400, `unsignedTransaction.${name}`]);
    expect(world.sent.length).toBe(before);
  });

  it.each([
    ["another chain", { chainId: "0x1" }, "unsignedTransaction.chainId"],
    ["a value", { value: "0x1" }, "unsignedTransaction.value"],
    ["another contract", { to: addressesDouble.Council }, "unsignedTransaction.to"],
    ["a function that is not built", { data: "0x12345678" }, "unsignedTransaction.data"],
  ])("refuses what is shown and signed for %s", async (_, changes, parameter) => {
    const { status, body } = await send(await signed({ ...(await built()), ...changes }));
    expect([status, body.error?.data?.parameter]).toEqual([400, parameter]);
  });

  it("refuses bytes behind the call", async () => {
    const unsigned = await built();
    const { status, body } = await send(await signed({ ...unsigned, data: `${unsigned.data}00` }));
    expect([status, body.error?.data?.parameter]).toEqual([400, "unsignedTransaction.data"]);
  });

  it("refuses what another account has signed", async () => {
    const stranger = privateKeyToAccount(word(77));
    const { status, body } = await send(await signed(await built(), stranger));
    expect([status, body.error?.data?.parameter]).toEqual([400, "unsignedTransaction.from"]);
  });

  it.each([
    ["no transaction", "0x1234"],
    ["nothing", "0x"],
    [
      "not signed",
      serializeTransaction({ chainId: 31337, type: "legacy", to: from, gas: 1n, nonce: 1 }),
    ],
  ])("refuses bytes that are %s", async (_, signedRawTransaction) => {
    const { status, body } = await send({ ...(await signed(await built())), signedRawTransaction });
    expect([status, body.error?.data?.parameter]).toEqual([400, "signedRawTransaction"]);
  });

  it.each([
    ["r is empty", { r: "0x" }],
    ["s is empty", { s: "0x" }],
    ["r is a list", { r: ["0x", "0x"] }],
    ["the chain has no number", { v: `0x${"ff".repeat(130)}` }],
    ["the nonce has no number", { nonce: `0x${"ff".repeat(130)}` }],
    ["the address is short", { to: "0x01" }],
  ])("refuses bytes in which %s", async (_, changes) => {
    const parts = {
      nonce: "0x03",
      gasPrice: "0x",
      gas: "0x01",
      to: addressesDouble.DidRegistry,
      value: "0x",
      data: "0x",
      // 35 and twice the chain's number, 31337.
      v: "0xf4f5",
      r: "0x01",
      s: "0x01",
      ...changes,
    };
    const signedRawTransaction = toRlp(Object.values(parts) as Hex[]);
    const { status, body } = await send({ ...(await signed(await built())), signedRawTransaction });
    expect([status, body.error?.data?.parameter]).toEqual([400, "signedRawTransaction"]);
  });

  it.each([
    [
      "a key with its private part",
      didRegistryWrites.v5,
      "didr_write",
      "DidRegistry",
      "addVerificationMethod",
      [did, "key-2", json(point.exportPrivateJwk()), false],
      "publicKey",
    ],
    [
      "a body that a stranger has signed",
      trustedIssuersWrites,
      "tir_write",
      "TrustedIssuersRegistry",
      "setAttributeData",
      [did, word(1), body(KeyPair.generate("ES256"))],
      "attributeData",
    ],
    [
      "a proxy without https",
      trustedIssuersWrites,
      "tir_write",
      "TrustedIssuersRegistry",
      "addIssuerProxy",
      [did, proxyData.replace("https:", "http:")],
      "proxyData",
    ],
  ] as const)(
    "refuses %s that was signed without being built here",
    async (_, service, scope, contract, functionName, args, parameter) => {
      const abi = service.abis[contract as keyof typeof service.abis] as unknown as Abi;
      const data = encodeFunctionData({ abi, functionName, args });
      const to = addressesDouble[contract];
      const parameters = await signed({ ...(await built()), to, data });
      withAccess(scope);
      const before = world.sent.length;
      const answer = await ask(service, "sendSignedTransaction", parameters);
      expect([answer.status, answer.body.error?.data?.parameter]).toEqual([400, parameter]);
      expect(world.sent.length).toBe(before);
    },
  );

  it("refuses a signature that is not the transaction's", async () => {
    const parameters = await signed(await built());
    for (const name of ["r", "s", "v"] as const) {
      const { body } = await send({ ...parameters, [name]: "0x1" });
      expect(body.error?.data?.parameter).toBe(name);
    }
  });

  it("refuses an invitation for anything but what it invites to", async () => {
    const parameters = await signed(await built());
    withAccess("didr_invite");
    const { status, body } = await send(parameters);
    expect([status, body.title]).toEqual([
      403,
      "The access token is for didr_invite, and the transaction is a addController.",
    ]);
  });

  it("refuses an account that does not act for the token's entity", async () => {
    const parameters = await signed(await built());
    world.actsFor = false;
    const { status, body } = await send(parameters);
    expect([status, body.title]).toEqual([403, `The account ${from} does not act for ${did}.`]);
  });
});

describe("what the contracts refuse", () => {
  it("is told with their reason when it is built", async () => {
    withAccess("didr_write");
    const { errorsAbi } = await import("#generated/errors.ts");
    const entry = errorsAbi.find(({ name }) => name === "AccessManagedUnauthorized")!;
    const refused = Object.assign(new Error("execution reverted"), {
      data: `${entry.selector}${from.slice(2).toLowerCase().padStart(64, "0")}`,
    });
    world.refusals = [refused];
    const { status, body } = await ask(didRegistryWrites.v5, "deactivateDid", { from, did });
    expect(status).toBe(400);
    expect(body.error).toEqual({
      code: 3,
      message: entry.notice,
      data: {
        error: "AccessManagedUnauthorized",
        values: [{ name: "caller", value: from }],
        remedy: entry.remedy,
      },
    });
  });
});
