import { sha256, toBytes, type Hex } from "viem";

import { ClientError } from "./client-error.ts";
import {
  accreditedTypes,
  credentialTypes,
  parseAttributeAddress,
  readCredential,
  scopeOf,
  type SignedCredential,
  specificTypes,
} from "./credential.ts";
import { isLegalEntity, type Did } from "./did.ts";
import { type DidDocument, documentOfKey, keyFor } from "./did-document.ts";
import type { PublicJwk } from "./jwk.ts";
import { verifyJwtSignature } from "./jwt.ts";
import type { Registers } from "./registers.ts";
import { checkSchema, type SchemaFinding, worstFinding } from "./schema.ts";
import {
  isSetIn,
  longestStatusList,
  parseStatusListEntry,
  statusListEntries,
  type StatusListEntry,
} from "./status-list.ts";

/** What is looked at, in this order. */
export const checkNames = [
  "form",
  "times",
  "signature",
  "schema",
  "accreditation",
  "chain",
  "status",
] as const;

export type CheckName = (typeof checkNames)[number];

/** One thing that was looked at. A check that could not be made has not passed. */
export interface Check {
  name: CheckName;
  outcome: "passed" | "failed" | "not-made";
  /** What was found, or why the check failed. */
  detail: string;
  /** What helps; empty where nothing has to be done. */
  remedy: string;
}

export interface Verification {
  /** Whether every check passed; a schema that nobody registered here, or that cannot be read, is no reason against a credential. */
  isValid: boolean;
  checks: readonly Check[];
  /** What is worst among its schemas; undefined for what is no credential, and where no register of schemas was named. */
  schema: SchemaFinding | undefined;
  /** Undefined for what is no credential. */
  credential: SignedCredential | undefined;
}

export interface VerificationContext {
  registers: Registers;
  /** Address of the register of issuers, below which status lists are served: no other address is asked for. */
  trustedIssuersRegistry: string;
  /** Address of the register of schemas, below which credentials name theirs; no schema is looked at when left out. */
  trustedSchemasRegistry?: string;
  /** The text at an address below the register of issuers. */
  fetchText: (address: string) => Promise<string>;
  /** Seconds since 1970; the present when left out. */
  at?: number;
}

/** Seconds by which clocks may differ. */
const leeway = 60;
/** Links of a chain that are followed; the register allows fewer. */
const longestChain = 16;

/**
 * Verifies a credential: its form, its times, the signature by a key that its issuer had when it signed, the schemas that it names where this
 * network has them, the issuer's accreditation up to the root as the contract says it, the signed bodies of all accreditations above it, and
 * its status. Never throws for what a stranger wrote; a register that gives no answer does throw.
 */
export async function verifyCredential(
  text: string,
  context: VerificationContext,
): Promise<Verification> {
  const at = context.at ?? Math.floor(Date.now() / 1000);
  const checks = new Checks();
  const credential = await checks.make("form", async () => {
    const read = readCredential(text);
    return { value: read, detail: specificTypes(read.credential.type).join(", ") };
  });
  if (credential === undefined) return checks.result(undefined);

  await checks.make("times", async () => ({ value: true, detail: checkTimes(credential, at) }));
  await checks.make("signature", async () => {
    await checkSignature(credential, context.registers, at);
    return { value: true, detail: credential.jwt.header.kid };
  });
  await checks.compare(credential, context);
  const attributes = await checks.make("accreditation", () =>
    checkAccreditation(credential, context.registers),
  );
  if (attributes !== undefined) {
    await checks.make("chain", async () => {
      const chains = await Promise.all(
        attributes.map((attributeId) =>
          checkChain(credential.issuer, attributeId, context.registers, at),
        ),
      );
      return { value: true, detail: chains.flat().join(" < ") || credential.issuer };
    });
  }
  await checks.make("status", async () => ({
    value: true,
    detail: await checkStatus(credential, context, at),
  }));
  return checks.result(credential);
}

/**
 * Verifies that the body of an accreditation was signed by the TAO that the register names, for this DID and attribute.
 * @throws ClientError with what is wrong.
 */
export async function verifyAccreditationBody(
  body: string,
  expected: { did: string; attributeId: Hex; tao: string; scope?: readonly Hex[] },
  registers: Registers,
  at: number = Math.floor(Date.now() / 1000),
): Promise<SignedCredential> {
  const signed = readCredential(body);
  const { issuer, subject, credential } = signed;
  if (issuer !== expected.tao || subject !== expected.did) {
    throw refused(
      `The body is signed by ${issuer} for ${subject}; the register names ${expected.tao} and ${expected.did}.`,
      "Take the credential that the accrediting TAO issued to this DID.",
    );
  }
  const reserved = credential.credentialSubject.reservedAttributeId;
  if (reserved !== undefined && reserved !== expected.attributeId.toLowerCase()) {
    throw refused(
      `The body is for the attribute ${reserved}, not for ${expected.attributeId}.`,
      "Take the credential that was issued for this attribute.",
    );
  }
  const types = new Set(scopeOf(accreditedTypes(credential)));
  if (expected.scope?.some((type) => !types.has(type.toLowerCase() as Hex))) {
    throw refused(
      "The register accredits for a type that the body does not name.",
      "Let the TAO commit a scope of the types that its credential names.",
    );
  }
  checkTimes(signed, at);
  await checkSignature(signed, registers, at);
  return signed;
}

/** Why a schema was not compared. */
const notCompared = {
  unregistered: "No body registered the schema on this network.",
  elsewhere: "The schema lies on another server, which is not asked.",
  unreadable: "The schema is written in a way that cannot be read here.",
} as const;

class Checks {
  readonly #made: Check[] = [];
  #schema: SchemaFinding | undefined;

  /** What a check found; undefined if it failed. */
  async make<T>(
    name: CheckName,
    check: () => Promise<{ value: T; detail: string }>,
  ): Promise<T | undefined> {
    try {
      const { value, detail } = await check();
      this.#made.push({ name, outcome: "passed", detail, remedy: "" });
      return value;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      this.#made.push({ name, outcome: "failed", detail: error.message, remedy: error.remedy });
      return undefined;
    }
  }

  /** Compares a credential with every schema that it names; the worst finding counts. */
  async compare(
    { credential, jwt }: SignedCredential,
    { registers, trustedSchemasRegistry }: VerificationContext,
  ): Promise<void> {
    const name = "schema";
    const notMade = (detail: string) =>
      this.#made.push({ name, outcome: "not-made", detail, remedy: "" });
    if (trustedSchemasRegistry === undefined) {
      notMade("No register of schemas is asked.");
      return;
    }
    const finding = worstFinding(
      await Promise.all(
        credential.credentialSchema.map(({ id }) =>
          checkSchema(id, jwt.payload["vc"], trustedSchemasRegistry, registers),
        ),
      ),
    ) ?? { found: "unregistered" };
    this.#schema = finding;
    if (finding.found !== "follows" && finding.found !== "violates") {
      notMade(notCompared[finding.found]);
      return;
    }
    await this.make(name, async () => {
      if (finding.found === "follows")
        return { value: true, detail: "It has the members that its schema asks for." };
      const place = [finding.place, finding.problem].filter((part) => part !== "").join(": ");
      throw refused(
        `The credential breaks its schema: ${place}`,
        "Ask the issuer for a credential that follows the schema that it names.",
      );
    });
  }

  result(credential: SignedCredential | undefined): Verification {
    const checks = checkNames.map(
      (name): Check =>
        this.#made.find((made) => made.name === name) ?? {
          name,
          outcome: "not-made",
          detail: "A check before this one failed.",
          remedy: "",
        },
    );
    const isValid = checks.every(
      ({ name, outcome }) => outcome === "passed" || (name === "schema" && outcome === "not-made"),
    );
    return { isValid, checks, schema: this.#schema, credential };
  }
}

/** @throws ClientError `credential-invalid` for a credential that is not valid yet, not any more, or never. */
function checkTimes({ issuedAt, validFrom, validUntil }: SignedCredential, at: number): string {
  if (validUntil !== undefined && validUntil < validFrom) {
    throw refused("The credential ends before it begins.", "Ask the issuer for another one.");
  }
  if (issuedAt > at + leeway || validFrom > at + leeway) {
    throw refused(
      `The credential is not valid before ${iso(Math.max(issuedAt, validFrom))}.`,
      "Wait until then, or check the clock.",
    );
  }
  if (validUntil !== undefined && at > validUntil) {
    throw refused(
      `The credential was valid until ${iso(validUntil)}.`,
      "Ask the issuer for a new one.",
    );
  }
  return validUntil === undefined
    ? `since ${iso(validFrom)}`
    : `${iso(validFrom)} - ${iso(validUntil)}`;
}

/** The key that signed was the issuer's, for assertions, when it signed, and nothing has been said against it for that time since. */
async function checkSignature(
  { jwt, issuer, issuedAt }: SignedCredential,
  registers: Registers,
  at: number,
): Promise<void> {
  verifyJwtSignature(jwt, await signingKey(issuer, jwt.header.kid, issuedAt, registers, at));
  if (!isLegalEntity(issuer)) return;
  const distrusted = await registers.distrustedSince(issuer, jwt.header.kid);
  if (distrusted !== undefined && distrusted <= issuedAt) {
    throw refused(
      `The issuer says that its key is not to be trusted since ${iso(distrusted)}.`,
      "Ask the issuer for a credential that is signed with another key.",
    );
  }
}

/** The key for assertions that the issuer had when it signed. The clocks of issuer and chain differ: a moment later counts, too. */
async function signingKey(
  issuer: Did,
  kid: string,
  issuedAt: number,
  registers: Registers,
  at: number,
): Promise<PublicJwk> {
  const keyAt = async (time?: number) =>
    keyFor(await documentOf(issuer, registers, time), "assertionMethod", kid);
  if (issuedAt >= at - leeway) return keyAt();
  try {
    return await keyAt(issuedAt);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return await keyAt(issuedAt + leeway);
  }
}

/** @throws ClientError `did-invalid` for a DID without a document. */
export async function documentOf(
  did: Did,
  registers: Registers,
  at?: number,
): Promise<DidDocument> {
  if (!isLegalEntity(did)) return documentOfKey(did);
  const document = await registers.didDocument(did, at);
  if (document !== undefined) return document;
  throw new ClientError(
    "did-invalid",
    `${did} had no document${at === undefined ? "" : ` at ${iso(at)}`}.`,
    "Check the DID, or let its holder insert its document first.",
  );
}

/** The attributes by which the issuer is accredited for everything that the credential says, as the contract answers it up to the root. */
async function checkAccreditation(
  { credential, issuer, subject }: SignedCredential,
  registers: Registers,
): Promise<{ value: Hex[]; detail: string }> {
  const types = [...new Set([...specificTypes(credential.type), ...accreditedTypes(credential)])];
  // Whoever keeps a list of its own credentials needs nobody's leave for that.
  if (types.length === 1 && types[0] === credentialTypes.statusList && issuer === subject) {
    return { value: [], detail: "A list of the issuer's own." };
  }
  if (credential.termsOfUse.length === 0) {
    if (issuer === subject && (await registers.isRootTao(issuer))) {
      return { value: [], detail: `Root TAO ${issuer}` };
    }
    throw refused(
      `${issuer} does not say by which accreditation it issues.`,
      "Ask the issuer for a credential with termsOfUse of the type IssuanceCertificate.",
    );
  }
  const attributes = credential.termsOfUse.map(({ id, type }) => {
    const named = parseAttributeAddress(id ?? "");
    if (type !== "IssuanceCertificate" || named?.did !== issuer) {
      throw refused(
        `The term of use "${id ?? type}" is no accreditation of ${issuer}.`,
        "Ask the issuer for a credential whose termsOfUse name its own attributes in the register of issuers.",
      );
    }
    return named.attributeId;
  });
  const used = new Set<Hex>();
  for (const type of types) {
    const by = await firstAsync(attributes, (id) => registers.isAccredited(issuer, id, type));
    if (by === undefined) {
      throw refused(
        `${issuer} is not accredited for ${type}.`,
        "Ask for an issuer that the register accredits for this type, up to a root that counts.",
      );
    }
    used.add(by);
  }
  return { value: [...used], detail: types.join(", ") };
}

/** Every body from an attribute up to the root is signed by the TAO that the register names. Answers the DIDs from the issuer to the root. */
async function checkChain(
  issuer: string,
  first: Hex,
  registers: Registers,
  at: number,
): Promise<string[]> {
  const path = [issuer];
  let [did, attributeId] = [issuer, first];
  for (let link = 0; link < longestChain; link += 1) {
    const found = await registers.accreditation(did, attributeId);
    if (found?.body === undefined || !found.valid) {
      throw refused(
        `The attribute ${attributeId} of ${did} does not count.`,
        "Ask the TAO above it whether it revoked the accreditation, or whether it was accepted at all.",
      );
    }
    const { tao, scope, body } = found;
    await verifyAccreditationBody(body, { did, attributeId, tao, scope }, registers, at);
    if (found.issuerType === "RootTAO") return path;
    path.push(tao);
    [did, attributeId] = [tao, found.taoAttributeId];
  }
  throw refused(
    `The chain of accreditations of ${issuer} has more than ${longestChain} links.`,
    "Ask for an issuer nearer to the root.",
  );
}

async function checkStatus(
  signed: SignedCredential,
  context: VerificationContext,
  at: number,
): Promise<string> {
  const { credential } = signed;
  for (const entry of credential.credentialStatus) {
    if (entry.type === "EbsiAccreditationEntry") await checkReserved(signed, entry.id, context);
    else if (entry.type === "StatusList2021Entry") {
      await checkStatusList(signed, parseStatusListEntry(entry), context, at);
    } else {
      throw refused(
        `The status "${entry.type}" is of a kind that is not known here.`,
        "Ask the issuer for a credential with a StatusList2021Entry or an EbsiAccreditationEntry.",
      );
    }
  }
  const { length } = credential.credentialStatus;
  return length === 0 ? "The issuer keeps no status of it." : "Neither revoked nor suspended.";
}

/** The accreditation that a credential is was not revoked. */
async function checkReserved(
  { issuer, subject, credential }: SignedCredential,
  address: string,
  { registers }: VerificationContext,
): Promise<void> {
  const named = parseAttributeAddress(address);
  const reserved = credential.credentialSubject.reservedAttributeId;
  const found =
    named?.did === subject && named.attributeId === reserved
      ? await registers.accreditation(subject, named.attributeId)
      : undefined;
  if (found === undefined || found.issuerType === "Revoked" || found.tao !== issuer) {
    throw refused(
      `The register has no accreditation of ${subject} by ${issuer} under ${address} that was not revoked.`,
      "Ask the TAO whether it reserved the attribute, or revoked it.",
    );
  }
}

async function checkStatusList(
  signed: SignedCredential,
  { statusListCredential: address, statusListIndex, statusPurpose }: StatusListEntry,
  context: VerificationContext,
  at: number,
): Promise<void> {
  const { issuer } = signed;
  const { registers, trustedIssuersRegistry, fetchText } = context;
  const [, did, digits, path] = address.startsWith(`${trustedIssuersRegistry}/issuers/`)
    ? (/\/issuers\/(did:[A-Za-z0-9:]+)\/proxies\/(?:0x)?([0-9a-fA-F]{64})\/(.+)$/.exec(address) ??
      [])
    : [];
  if (did !== issuer || digits === undefined || path === undefined) {
    throw refused(
      `The status list does not lie behind a proxy of ${issuer} in the register of issuers.`,
      `Ask the issuer for a list below ${trustedIssuersRegistry}/issuers/${issuer}/proxies/.`,
    );
  }
  const prefix = await registers.proxyPrefix(issuer, `0x${digits.toLowerCase()}`);
  const anchor =
    prefix === undefined
      ? undefined
      : await registers.statusListAnchor(issuer, `${prefix.replace(/\/$/, "")}/${path}`);
  if (anchor === undefined) {
    throw refused(
      "The issuer has not anchored the status list, so that nobody can tell an old one from the present one.",
      "Ask the issuer to register the list.",
    );
  }
  const text = (await fetchText(address)).trim();
  if (sha256(toBytes(text)) !== anchor.hash) {
    throw refused(
      "The status list that is served is not the last one that its issuer anchored.",
      "Try again later, and tell the issuer: its list was rolled back or forged.",
    );
  }
  if (anchor.isStale) {
    throw refused(
      "The status list is outdated: its time to live is over.",
      "Ask the issuer to publish it again.",
    );
  }
  const list = readCredential(text, longestStatusList);
  const { credentialSubject, type } = list.credential;
  if (
    list.issuer !== issuer ||
    !type.includes(credentialTypes.statusList) ||
    credentialSubject["statusPurpose"] !== statusPurpose ||
    typeof credentialSubject["encodedList"] !== "string"
  ) {
    throw refused(
      `The status list is no list of ${issuer} for ${statusPurpose}.`,
      "Ask the issuer for a credential whose status it keeps itself.",
    );
  }
  checkTimes(list, at);
  await checkSignature(list, registers, at);
  const entries = await statusListEntries(credentialSubject["encodedList"]);
  if (entries !== anchor.size) {
    throw refused(
      `The status list has ${entries} entries, but its issuer registered it for ${anchor.size}.`,
      "Ask the issuer to publish the list with all its entries: another length moves or hides what is revoked.",
    );
  }
  if (await isSetIn(credentialSubject["encodedList"], statusListIndex)) {
    throw refused(
      `The issuer has ${statusPurpose === "revocation" ? "revoked" : "suspended"} the credential.`,
      "Ask the issuer why.",
    );
  }
}

async function firstAsync<T>(
  values: readonly T[],
  holds: (value: T) => Promise<boolean>,
): Promise<T | undefined> {
  for (const value of values) if (await holds(value)) return value;
  return undefined;
}

function iso(at: number): string {
  return new Date(at * 1000).toISOString();
}

function refused(message: string, remedy: string): ClientError {
  return new ClientError("credential-invalid", message, remedy);
}
