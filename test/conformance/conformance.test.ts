import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import {
  type AccreditationTerms,
  ApiClient,
  ChainRegisters,
  ChainWriter,
  ClientError,
  createEbsiDid,
  createPresentation,
  credentialTypes,
  type Did,
  didOfKey,
  encodeStatusList,
  issueCredential,
  keyId,
  KeyPair,
  LegalEntity,
  type Scope,
  scopes,
  signJwt,
  standardSchemas,
  verifyCredential,
} from "@foedus/client";
import { readEntityFolder } from "@foedus/client/files";
import { toHex } from "viem";

import type { IdentityRecord } from "../../deploy/networks/local/sample-identities.ts";
import { type Stack, startStack } from "../../scripts/start/stack.ts";
import { bounds } from "./bounds.ts";
import { foedus } from "./command-line.ts";
import { diploma, jurisdiction, now, onboard, type Onboarded, period } from "./entities.ts";
import { keptAnswers } from "./kept-answers.ts";
import { PublishedClients, type Question, type Signer } from "./published-clients.ts";
import { askToken, call } from "./raw-api.ts";
import { refusedCalls } from "./refused-calls.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, ".foedus", "conformance");
const portOffset = 700;

let stack: Stack;
let clients: PublishedClients;
let client: ApiClient;
let direct: ChainWriter;
let registers: ChainRegisters;
let sample: IdentityRecord;
/** Everybody below was onboarded and accredited through the API. */
let rootTao: Onboarded;
let tao: Onboarded;
let issuer: Onboarded;
let holder: { did: Did; key: KeyPair };

const secondsSince = (began: number) => `${((performance.now() - began) / 1000).toFixed(1)} s`;

async function value(question: Question): Promise<unknown> {
  const answer = await clients.ask(question);
  assert.ok(answer.ok, answer.ok ? "" : answer.error);
  return answer.value;
}

async function refused(question: Question, ...parts: string[]): Promise<void> {
  const answer = await clients.ask(question);
  assert.ok(!answer.ok, "EBSI's package takes it.");
  for (const part of parts) assert.ok(answer.error.includes(part), answer.error);
}

function signerOf({ did, signing }: { did: Did; signing: KeyPair }, key = signing): Signer {
  return {
    did,
    kid: keyId(did, key.thumbprint),
    alg: key.algorithm,
    publicKeyJwk: key.publicJwk,
    privateKeyJwk: key.exportPrivateJwk(),
  };
}

const termsOf = ({ keys, attributeId }: Onboarded): string =>
  `${client.paths.trustedIssuersRegistry}/issuers/${keys.did}/attributes/${attributeId}`;

/** The payload of an attestation, as EBSI's package takes it. */
function attestation(by: Onboarded, types: string[], change: Record<string, unknown> = {}): object {
  const at = new Date((now() - 1) * 1000).toISOString().replace(/\.\d+Z/, "Z");
  return {
    "@context": ["https://www.w3.org/2018/credentials/v1"],
    id: `urn:uuid:${crypto.randomUUID()}`,
    type: ["VerifiableCredential", "VerifiableAttestation", ...types],
    issuer: by.keys.did,
    issuanceDate: at,
    issued: at,
    validFrom: at,
    credentialSubject: { id: holder.did, degree: "Master" },
    credentialSchema: {
      id: `${client.paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`,
      type: "FullJsonSchemaValidator2021",
    },
    termsOfUse: { id: termsOf(by), type: "IssuanceCertificate" },
    ...change,
  };
}

const verifyOurs = (jwt: string, fetchText?: (address: string) => Promise<string>) =>
  verifyCredential(jwt, {
    registers,
    trustedIssuersRegistry: client.paths.trustedIssuersRegistry,
    trustedSchemasRegistry: client.paths.trustedSchemasRegistry,
    fetchText: fetchText ?? ((address) => client.text(address)),
  });

describe("EBSI's published clients against this host", { timeout: 600_000 }, () => {
  before(async () => {
    stack = await startStack({ portOffset, folder, report: () => undefined });
    const { api, chainId, addresses } = stack.endpoints;
    const places = addresses as unknown as ConstructorParameters<typeof ChainRegisters>[1];
    clients = new PublishedClients(api);
    client = new ApiClient(api, { chainId, addresses: places });
    direct = new ChainWriter(client.chain, { chainId, addresses: places });
    registers = new ChainRegisters(client.chain, places);
    const identities = path.join(folder, "identities", "identities.json");
    sample = JSON.parse(fs.readFileSync(identities, "utf8")) as IdentityRecord;

    const keys = await readEntityFolder(sample.rootTao.folder);
    const entity = new LegalEntity(keys, client.paths, client);
    rootTao = { keys, entity, attributeId: sample.rootTao.attributeId };
    tao = await onboard(client, rootTao, "TAO", [
      credentialTypes.attest,
      credentialTypes.onboard,
      diploma,
    ]);
    issuer = await onboard(client, tao, "TI", [diploma]);
    const key = KeyPair.generate("ES256");
    holder = { did: didOfKey(key.publicJwk), key };
  });

  after(async () => {
    await (stack as Stack | undefined)?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("1. resolve a known did:ebsi, and do not find an unknown one", async () => {
    const known = (await value({ ask: "resolve", did: issuer.keys.did })) as {
      didDocument: { id: string; assertionMethod: string[] };
      didResolutionMetadata: object;
    };
    assert.equal(known.didDocument.id, issuer.keys.did);
    assert.deepEqual(known.didDocument.assertionMethod, [signerOf(issuer.keys).kid]);
    const unknown = (await value({ ask: "resolve", did: createEbsiDid() })) as {
      didDocument: null;
      didResolutionMetadata: { error: string };
    };
    assert.equal(unknown.didDocument, null);
    assert.equal(unknown.didResolutionMetadata.error, "notFound");
    const made = (await value({ ask: "new did" })) as string;
    assert.match(made, /^did:ebsi:z/);
    assert.equal(await value({ ask: "did of key", jwk: holder.key.publicJwk }), holder.did);
  });

  it("2. create and verify a credential of an accredited issuer", async () => {
    const payload = attestation(issuer, [diploma]);
    const jwt = (await value({ ask: "issue", payload, signer: signerOf(issuer.keys) })) as string;
    await value({ ask: "verify", jwt });
    const { isValid, checks } = await verifyOurs(jwt);
    assert.ok(isValid, JSON.stringify(checks));

    const ours = fs.readFileSync(sample.credential, "utf8").trim();
    await value({ ask: "verify", jwt: ours });
    assert.ok((await verifyOurs(ours)).isValid);
  });

  it("3. create and verify a presentation by the holder of a did:key", async () => {
    const audience = "https://verifier.example";
    const jwt = (await value({
      ask: "issue",
      payload: attestation(issuer, [diploma]),
      signer: signerOf(issuer.keys),
    })) as string;
    const signer = signerOf({ did: holder.did, signing: holder.key });
    const vp = (await value({
      ask: "present",
      credentials: [jwt],
      holder: signer,
      audience,
    })) as string;
    await value({ ask: "verify presentation", jwt: vp, audience });
    const own = createPresentation(holder.did, holder.key, { audience, credentials: [jwt] });
    await value({ ask: "verify presentation", jwt: own, audience });
    await refused(
      { ask: "verify presentation", jwt: own, audience: "https://other.example" },
      "aud",
    );
  });

  it("4. refuse a credential after the accreditation was revoked", async () => {
    const revoked = await onboard(client, tao, "TI", [diploma]);
    const jwt = (await value({
      ask: "issue",
      payload: attestation(revoked, [diploma]),
      signer: signerOf(revoked.keys),
    })) as string;
    await value({ ask: "verify", jwt });
    await tao.entity.revoke(revoked.keys.did, revoked.attributeId);
    await refused({ ask: "verify", jwt }, "Revoked");
    assert.equal((await verifyOurs(jwt)).isValid, false);
  });

  it("5. refuse a type that the issuer is not accredited for", async () => {
    const payload = attestation(issuer, ["VerifiableId"]);
    await refused({ ask: "issue", payload, signer: signerOf(issuer.keys) }, "VerifiableId");
  });

  it("6. hold a credential to a schema of this register", async () => {
    const credentialSchema = { id: sample.schema, type: "FullJsonSchemaValidator2021" };
    const signer = signerOf(issuer.keys);
    const without = { credentialSchema, credentialSubject: { id: holder.did } };
    const wrong = attestation(issuer, [diploma], without);
    await refused({ ask: "issue", payload: wrong, signer }, "degree");
    const right = attestation(issuer, [diploma], { credentialSchema });
    const jwt = (await value({ ask: "issue", payload: right, signer })) as string;
    await value({ ask: "verify", jwt });
  });

  it("7. refuse a schema on a host that is not trusted", async () => {
    const id = `https://evil.example/trusted-schemas-registry/v3/schemas/z${"3".repeat(43)}`;
    const credentialSchema = { id, type: "FullJsonSchemaValidator2021" };
    const payload = attestation(issuer, [diploma], { credentialSchema });
    await refused(
      { ask: "issue", payload, signer: signerOf(issuer.keys) },
      "not a trusted hostname",
    );
  });

  it("8. take the root's accreditation of itself by its policy", async () => {
    const { did, signing } = rootTao.keys;
    const schema = `${client.paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`;
    const types = ["VerifiableAccreditation", credentialTypes.attest];
    const accreditedFor = [
      { schemaId: schema, types: [credentialTypes.trustChain], limitJurisdiction: jurisdiction },
    ];
    const content = { types, schema, validFrom: now() - 1, validUntil: period().until };
    const subject = { id: did, accreditedFor };
    const jwt = issueCredential(did, signing, { ...content, subject });
    await value({ ask: "verify", jwt, withoutTerms: true });
    const pretender = issueCredential(tao.keys.did, tao.keys.signing, {
      ...content,
      subject: { ...subject, id: tao.keys.did },
    });
    await refused({ ask: "verify", jwt: pretender, withoutTerms: true }, "self attestation");
  });

  it("9. read the status of an accreditation", async () => {
    const { body = "" } =
      (await registers.accreditation(issuer.keys.did, issuer.attributeId)) ?? {};
    await value({ ask: "verify", jwt: body });
    const { isValid, checks } = await verifyOurs(body);
    assert.ok(isValid, JSON.stringify(checks));
  });

  it("10. tell by the status list which credential is revoked", async () => {
    const { did, signing } = issuer.keys;
    // What the API is given when it tries the proxy; on the embedded chain it asks hosts of this computer, too.
    let list = "e30.e30.e30";
    const host: Server = createServer((_, response) => {
      response.setHeader("content-type", "application/jwt").end(list);
    });
    await once(host.listen(0, "127.0.0.1"), "listening");
    try {
      const { port } = host.address() as AddressInfo;
      const prefix = `http://127.0.0.1:${port}/`;
      const proxyId = await issuer.entity.addProxy(prefix, "status/1");
      const address = `${client.paths.trustedIssuersRegistry}/issuers/${did}/proxies/${proxyId}/status/1`;
      list = issueCredential(did, signing, {
        types: [credentialTypes.statusList],
        subject: {
          id: did,
          type: "StatusList2021",
          statusPurpose: "revocation",
          encodedList: await encodeStatusList([1]),
        },
        schema: `${client.paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`,
        validFrom: now() - 1,
      });
      const signed = (index: string) =>
        issueCredential(did, signing, {
          types: [diploma],
          subject: { id: holder.did, degree: "Master" },
          schema: `${client.paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`,
          termsOfUse: [termsOf(issuer)],
          status: {
            id: `${address}#${index}`,
            type: "StatusList2021Entry",
            statusPurpose: "revocation",
            statusListIndex: index,
            statusListCredential: address,
          },
          validFrom: now() - 1,
        });
      await value({ ask: "verify", jwt: signed("0") });
      await refused({ ask: "verify", jwt: signed("1") }, "revoked");
      // Ours wants an anchor besides, so that an old list cannot be shown as the present one.
      const { checks } = await verifyOurs(signed("0"));
      assert.match(checks.find(({ name }) => name === "status")?.detail ?? "", /not anchored/);
    } finally {
      host.closeAllConnections();
      host.close();
    }
  });

  it("11. refuse the body of an accreditation that a stranger signed, by API and contract", async () => {
    const victim = await onboard(client, tao, "TI", [diploma]);
    const terms: AccreditationTerms = {
      did: victim.keys.did,
      issuerType: "TI",
      taoAttributeId: tao.attributeId,
      types: [diploma],
      jurisdiction,
      period: period(),
    };
    const { attributeId } = await tao.entity.accredit(terms);
    const stranger = new LegalEntity(
      { ...tao.keys, signing: KeyPair.generate("ES256") },
      client.paths,
      client,
    );
    const forged = stranger.accreditationBody(terms, attributeId);
    const isRefusal = (error: unknown) =>
      error instanceof ClientError && error.code === "server-refused";
    await assert.rejects(victim.entity.acceptAccreditation(attributeId, forged, true), isRefusal);
    const byContract = new LegalEntity(victim.keys, client.paths, direct);
    await assert.rejects(
      byContract.acceptAccreditation(attributeId, forged, true),
      (error: unknown) => isRefusal(error) && /BodyNotCommitted/.test((error as Error).message),
    );

    // Even where the TAO commits the hash without looking: the API and our verifier refuse what EBSI's client takes.
    await tao.entity.commit(victim.keys.did, attributeId, forged, [diploma]);
    await assert.rejects(victim.entity.acceptAccreditation(attributeId, forged, true), isRefusal);
    await byContract.acceptAccreditation(attributeId, forged, true);
    const jwt = issueCredential(victim.keys.did, victim.keys.signing, {
      types: [diploma],
      subject: { id: holder.did, degree: "Master" },
      schema: `${client.paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`,
      termsOfUse: [termsOf({ ...victim, attributeId })],
      validFrom: now() - 1,
    });
    await value({ ask: "verify", jwt });
    const { isValid, checks } = await verifyOurs(jwt);
    assert.equal(isValid, false);
    assert.equal(checks.find(({ outcome }) => outcome === "failed")?.name, "chain");
  });

  it("anchor a status list, and notice an older one", async () => {
    const { did, signing } = issuer.keys;
    // Nobody serves it: the API refuses it, and the contract takes what a test needs.
    const proxy = ["https://issuer.example/", "status/1"] as const;
    await assert.rejects(issuer.entity.addProxy(...proxy), /gives no status list/);
    const byContract = new LegalEntity(issuer.keys, client.paths, direct);
    const proxyId = await byContract.addProxy(...proxy);
    const place = `${client.paths.trustedIssuersRegistry}/issuers/${did}/proxies/${proxyId}/status/1`;
    const schema = `${client.paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`;
    const listWith = async (set: number[]) =>
      issueCredential(did, signing, {
        types: [credentialTypes.statusList],
        subject: {
          id: did,
          type: "StatusList2021",
          statusPurpose: "revocation",
          encodedList: await encodeStatusList(set),
        },
        schema,
        validFrom: now(),
      });
    const jwt = issueCredential(did, signing, {
      types: [diploma],
      subject: { id: holder.did, degree: "Master" },
      schema,
      termsOfUse: [termsOf(issuer)],
      status: {
        id: `${place}#3`,
        type: "StatusList2021Entry",
        statusPurpose: "revocation",
        statusListIndex: "3",
        statusListCredential: place,
      },
      validFrom: now(),
    });
    const statusWith = async (list: string) => {
      const { checks } = await verifyOurs(jwt, async () => list);
      return checks.find(({ name }) => name === "status");
    };
    const [first, second] = [await listWith([]), await listWith([3])];
    const state = { uri: "https://issuer.example/status/1", ttl: 86_400 };
    await issuer.entity.anchorStatusList({ ...state, sequence: 1n, list: first });
    assert.equal((await statusWith(first))?.outcome, "passed");
    await issuer.entity.anchorStatusList({ ...state, sequence: 2n, list: second });
    assert.match((await statusWith(first))?.detail ?? "", /not the last one/);
    assert.match((await statusWith(second))?.detail ?? "", /revoked/);
    const rollback = issuer.entity.anchorStatusList({ ...state, sequence: 2n, list: first });
    await assert.rejects(rollback, /SequenceInvalid/);
  });

  it("walk through all of it by the client", async (t) => {
    const began = performance.now();
    const walker = await onboard(client, tao, "TI", [diploma]);
    const jwt = issueCredential(walker.keys.did, walker.keys.signing, {
      types: [diploma],
      subject: { id: holder.did, degree: "Master" },
      schema: `${client.paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`,
      termsOfUse: [termsOf(walker)],
      validFrom: now() - 1,
    });
    const { isValid, checks } = await verifyOurs(jwt);
    assert.ok(isValid, JSON.stringify(checks));
    await walker.entity.anchorStatusList({
      uri: "https://walker.example/status/1",
      sequence: 1n,
      list: await walker.entity.statusList([], { from: now(), until: now() + 86_400 }),
      ttl: 86_400,
    });
    t.diagnostic(`The client onboards an entity in ${secondsSince(began)}.`);
  });

  it("walk through all of it by the command line", async (t) => {
    const began = performance.now();
    const files = fs.mkdtempSync(path.join(folder, "walk-"));
    const at = (name: string) => path.join(files, name);
    const place = ["--endpoints", stack.endpointsFile];
    const made = await foedus("did", "create", "--out", at("entity"));
    const did = String(made["did"]);
    const taoOf = ["--entity", sample.tao.folder, "--attribute", sample.tao.attributeId];
    const keyed = ["--key", String(made["accountThumbprint"]), "--out", at("invitation")];
    const onboard = ["--types", credentialTypes.onboard, "--subject", did];
    await foedus("credential", "issue", ...taoOf, ...onboard, ...keyed, ...place);
    const entity = ["--entity", at("entity")];
    await foedus("did", "insert", ...entity, "--invitation", at("invitation"), ...place);
    const { document } = await foedus("did", "resolve", did, ...place);
    assert.equal((document as { id: string }).id, did);
    const terms = ["--did", did, "--types", diploma, "--out", at("body")];
    const { attributeId } = await foedus("accredit", ...taoOf, ...terms, ...place);
    await foedus("accredit", "accept", ...entity, "--body", at("body"), ...place);
    const content = [
      "--attribute",
      String(attributeId),
      "--types",
      diploma,
      "--subject",
      holder.did,
    ];
    await foedus("credential", "issue", ...entity, ...content, "--out", at("vc"), ...place);
    const { isValid, checks } = await foedus("credential", "verify", at("vc"), ...place);
    assert.equal(isValid, true);
    const schemaCheck = (checks as { name: string; outcome: string }[]).find(
      ({ name }) => name === "schema",
    );
    assert.equal(schemaCheck?.outcome, "passed");
    const without = ["--schema", sample.schema, "--out", at("vc-without-degree")];
    await foedus("credential", "issue", ...entity, ...content, ...without, ...place);
    await assert.rejects(
      foedus("credential", "verify", at("vc-without-degree"), ...place),
      /breaks its schema: .*degree/,
    );
    const list = ["--list", at("status.jwt"), "--uri", "https://entity.example/status/1"];
    const publish = (...more: string[]) =>
      foedus("credential", "status", ...entity, ...list, ...more, ...place);
    // Nobody serves it: the API refuses the proxy, and the contract takes what a test needs.
    await assert.rejects(publish(), /no verifier reaches it yet/);
    const keys = await readEntityFolder(at("entity"));
    const byContract = new LegalEntity(keys, client.paths, direct);
    await byContract.addProxy("https://entity.example/status/", "1");
    const { sequence, address } = await publish();
    assert.equal(sequence, 2);
    const status = ["--status", `${String(address)}#3`, "--out", at("vc-with-status")];
    await foedus("credential", "issue", ...entity, ...content, ...status, ...place);
    const ofStatus = async () => {
      const jwt = fs.readFileSync(at("vc-with-status"), "utf8").trim();
      const served = async () => fs.readFileSync(at("status.jwt"), "utf8");
      const { checks } = await verifyOurs(jwt, served);
      return checks.find(({ name }) => name === "status");
    };
    assert.equal((await ofStatus())?.outcome, "passed", JSON.stringify(await ofStatus()));
    const third = await publish("--revoke", "3");
    assert.deepEqual([third["sequence"], third["revoked"]], [3, [3]]);
    assert.match((await ofStatus())?.detail ?? "", /revoked/);

    const attribute = ["--did", did, "--attribute", String(attributeId)];
    await foedus("accredit", "revoke", "--entity", sample.tao.folder, ...attribute, ...place);
    await assert.rejects(foedus("credential", "verify", at("vc"), ...place), /not accredited/);
    t.diagnostic(`The command line onboards an entity in ${secondsSince(began)}.`);

    for (const name of ["account-key.json", "signing-key.json"])
      assert.equal(fs.statSync(at(`entity/${name}`)).mode & 0o777, 0o600);
    await assert.rejects(foedus("did", "create", "--out", at("entity")), /does not exist yet/);
  });

  it("keeps every private key out of the logs, also one that is shown by mistake", async () => {
    const secrets = ["root-tao", "tao", "issuer"].flatMap((name) =>
      ["account-key.json", "signing-key.json"].map(
        (file) =>
          (
            JSON.parse(fs.readFileSync(path.join(folder, "identities", name, file), "utf8")) as {
              d: string;
            }
          ).d,
      ),
    );
    const key = path.join(folder, "dapp", "authorisation-key.json");
    assert.equal(fs.statSync(key).mode & 0o777, 0o600);
    secrets.push((JSON.parse(fs.readFileSync(key, "utf8")) as { d: string }).d);
    secrets.push(...(await showPrivateKeys()));
    const logs = fs.readdirSync(path.join(folder, "logs"));
    assert.ok(logs.includes("dapp.log"), logs.join(" "));
    for (const log of logs) {
      const text = fs.readFileSync(path.join(folder, "logs", log), "utf8");
      for (const secret of secrets) assert.ok(!text.includes(secret), log);
    }
  });

  /** Sends private keys where public ones are asked for, and where nobody asks. Answers with every form in which they were sent. */
  async function showPrivateKeys(): Promise<string[]> {
    const { did, account, signing } = issuer.keys;
    const shown = KeyPair.generate("ES256").exportPrivateJwk();
    const jwk = JSON.stringify(shown);
    const token = await client.token({ holder: did, key: account, scope: "didr_write" });
    const { status, body } = await call(client.paths.didRegistry, token, "addVerificationMethod", {
      from: account.account().address,
      did,
      vMethodId: "shown",
      isSecp256k1: false,
      publicKey: toHex(jwk),
    });
    const { code, data } = body["error"] as {
      code: number;
      data: { parameter: string; remedy: string };
    };
    assert.deepEqual([status, code, data.parameter], [400, -32602, "publicKey"]);
    assert.match(data.remedy, /public part .* take a new key/);

    const at = now();
    const claims = {
      ...{ iss: did, sub: did, aud: client.paths.authorisation, nonce: crypto.randomUUID() },
      ...{ iat: at, nbf: at, exp: at + 60 },
      cnf: { jwk: shown },
      vp: {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        type: ["VerifiablePresentation"],
        holder: did,
        verifiableCredential: [jwk],
      },
    };
    const inside = signJwt(signing, keyId(did, signing.thumbprint), claims);
    const [, payload = ""] = inside.split(".");
    const forms = [shown.d, toHex(shown.d).slice(2), toHex(jwk).slice(2), payload];
    const refused = [
      await askToken(client.paths.authorisation, "didr_write", jwk),
      // The credential is asked for, and is none.
      await askToken(client.paths.authorisation, "tir_invite", inside),
    ];
    for (const { status, body } of refused)
      assert.deepEqual([status, body["error"]], [400, "invalid_grant"], JSON.stringify(body));
    for (const answer of [body, ...refused.map(({ body }) => body)])
      for (const form of forms) assert.ok(!JSON.stringify(answer).includes(form));
    return forms;
  }

  refusedCalls(() => ({ client, rootTao, tao, issuer }));

  describe("tokens", () => {
    const token = (scope: Scope, vp: string) => askToken(client.paths.authorisation, scope, vp);

    it("go to whoever presents with EBSI's package, by ES256K and ES256", async () => {
      const configuration = (await client.json(
        `${client.paths.authorisation}/.well-known/openid-configuration`,
      )) as { issuer: string; scopes_supported: string[] };
      assert.deepEqual(configuration.scopes_supported, ["openid", ...scopes]);
      const did = createEbsiDid();
      const key = KeyPair.generate("ES256K");
      const invitation = tao.entity.inviteToOnboard(did, tao.attributeId, period());
      const vp = (await value({
        ask: "present",
        credentials: [invitation],
        holder: signerOf({ did, signing: key }),
        audience: configuration.issuer,
      })) as string;
      const granted = await token("didr_invite", vp);
      assert.equal(granted.status, 200, JSON.stringify(granted.body));
      assert.equal(granted.body["scope"], "openid didr_invite");
      const again = await token("didr_invite", vp);
      assert.deepEqual([again.status, again.body["error"]], [400, "invalid_grant"]);

      const empty = (await value({
        ask: "present",
        credentials: [],
        holder: signerOf(issuer.keys),
        audience: configuration.issuer,
      })) as string;
      assert.equal((await token("tir_write", empty)).status, 200);
    });

    it("are refused for a wrong audience, without a nonce, expired, unsigned, by a stranger and again", async () => {
      const { did, signing } = issuer.keys;
      const kid = keyId(did, signing.thumbprint);
      const vp = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        type: ["VerifiablePresentation"],
        holder: did,
        verifiableCredential: [],
      };
      const at = now();
      const claims = () => ({
        iss: did,
        sub: did,
        aud: client.paths.authorisation,
        nonce: crypto.randomUUID(),
        iat: at,
        nbf: at,
        exp: at + 60,
        vp,
      });
      const right = signJwt(signing, kid, claims());
      const granted = await token("didr_write", right);
      assert.equal(granted.status, 200, JSON.stringify(granted.body));

      const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
      const bad: Record<string, [jwt: string, because: RegExp]> = {
        audience: [
          signJwt(signing, kid, { ...claims(), aud: "https://other.example" }),
          /is for https:\/\/other\.example/,
        ],
        nonce: [signJwt(signing, kid, { ...claims(), nonce: undefined }), /"nonce" is wrong/],
        expired: [signJwt(signing, kid, { ...claims(), exp: at - 1 }), /is expired/],
        none: [`${encoded({ alg: "none", kid })}.${encoded(claims())}.`, /algorithm "none"/],
        stranger: [signJwt(KeyPair.generate("ES256"), kid, claims()), /did not sign/],
        replayed: [right, /was used already/],
      };
      for (const [name, [jwt, because]] of Object.entries(bad)) {
        const { status, body } = await token("didr_write", jwt);
        assert.deepEqual([name, status, body["error"]], [name, 400, "invalid_grant"]);
        assert.match(String(body["error_description"]), because, name);
      }
    });
  });

  keptAnswers(() => ({ client, rootTao, tao, issuer }));

  // The last one, because it asks until it is refused.
  bounds(() => ({ client, rootTao, tao, issuer }));
});
