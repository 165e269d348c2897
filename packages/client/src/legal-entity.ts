import { encodeAbiParameters, type Hex, keccak256, sha256, toBytes, toHex } from "viem";

import { type ApiPaths, standardSchemas } from "./api-paths.ts";
import { ClientError } from "./client-error.ts";
import {
  attributeAddress,
  credentialTypes,
  issueAccreditation,
  issueCredential,
  readCredential,
  scopeOf,
} from "./credential.ts";
import type { Did } from "./did.ts";
import { didContexts, type DidDocument, type Relationship } from "./did-document.ts";
import { canonicalJwk, publicKeyBytes } from "./jwk.ts";
import type { KeyPair } from "./key-pair.ts";
import { registerCall, type RegisterCall } from "./register-calls.ts";
import type { RegisterWriter } from "./register-writer.ts";
import type { Scope } from "./scopes.ts";
import { encodeStatusList, longestStatusList, statusListEntries } from "./status-list.ts";

/** A legal entity and its keys. */
export interface EntityKeys {
  did: Did;
  /** ES256K: its account invokes capabilities, and it authenticates. */
  account: KeyPair;
  /** ES256: it signs credentials and presentations. */
  signing: KeyPair;
}

/** From when to when something holds, in seconds since 1970. */
export interface Period {
  from: number;
  until: number;
}

/** What makes an entity a TAO, which accredits others, or an issuer (TI). */
export interface AccreditationTerms {
  /** Who is accredited. */
  did: Did;
  issuerType: "TAO" | "TI";
  /** Attribute by which the TAO accredits. */
  taoAttributeId: Hex;
  /** Types of credentials. */
  types: readonly string[];
  /** Address of the schema of these types; that of attestations when left out. */
  schema?: string;
  /** Where it counts, as an address of the EU's authority tables. */
  jurisdiction: string;
  period: Period;
}

/** A state of a status list for revocations. */
export interface StatusListState {
  /** Where it lies: an https address. */
  uri: string;
  /** Number of this publication; 1 registers the list. */
  sequence: bigint;
  /** The list as it is served. */
  list: string;
  /** Seconds for which it is the present one. */
  ttl: number;
}

/** In EBSI's numbers. */
const issuerTypes = { RootTAO: 1, TAO: 2, TI: 3, Revoked: 4 } as const;

/** What a legal entity does at the registers, in EBSI's steps. */
export class LegalEntity {
  readonly did: Did;
  readonly #keys: EntityKeys;
  readonly #paths: ApiPaths;
  readonly #writer: RegisterWriter;

  /** @param paths Addresses that the credentials of the entity name. */
  constructor(keys: EntityKeys, paths: ApiPaths, writer: RegisterWriter) {
    this.did = keys.did;
    this.#keys = keys;
    this.#paths = paths;
    this.#writer = writer;
  }

  /**
   * Invites another entity: a credential with which it may insert its document.
   * @param attributeId Attribute by which this entity may invite.
   * @param boundTo Thumbprint of the only key that may use it; any key of the subject when left out, as EBSI has it.
   */
  inviteToOnboard(
    subject: Did,
    attributeId: Hex,
    { from, until }: Period,
    boundTo?: string,
  ): string {
    return issueCredential(this.did, this.#keys.signing, {
      types: [credentialTypes.onboard],
      subject: { id: subject, accreditedFor: [] },
      schema: this.#schema("attestation"),
      termsOfUse: [this.#attribute(this.did, attributeId)],
      validFrom: from,
      validUntil: until,
      ...(boundTo === undefined ? {} : { boundTo }),
    });
  }

  /**
   * Inserts the document by the account's key, and adds the key that signs credentials.
   * @param invitation What a TAO gave. Without it, the contract is asked at once: the first root of a network has nobody who could invite it.
   * @param present The document as it stands, if it does: what it has is not written again, so that a second run finishes a first one.
   * @throws ClientError `did-invalid` for a document in which the account's key may write nothing.
   */
  async insertDocument(
    invitation: string | undefined,
    period: Period,
    present?: DidDocument,
  ): Promise<void> {
    const { account, signing } = this.#keys;
    const purposes = ["authentication", "assertionMethod"] as const;
    if (present !== undefined) {
      if (!present.capabilityInvocation.includes(`${this.did}#${account.thumbprint}`)) {
        throw new ClientError(
          "did-invalid",
          `${this.did} has a document already, and the key ${account.thumbprint} may not change it.`,
          "Take the folder of keys with which the document was inserted, or make a new DID.",
        );
      }
      await this.addKey(signing, purposes, period, present);
      return;
    }
    const insert = registerCall("DidRegistry", "insertDidDocument", [
      this.did,
      JSON.stringify({ "@context": didContexts }),
      account.thumbprint,
      toHex(publicKeyBytes(account.publicJwk)),
      true,
      BigInt(period.from),
      BigInt(period.until),
    ]);
    if (invitation === undefined) await this.#writer.write(insert, account.account());
    else await this.#write(insert, "didr_invite", invitation);
    await this.addKey(signing, purposes, period);
  }

  /**
   * Adds a key to the document, for these purposes.
   * @param present The document as it stands: what it has of them is not written again.
   */
  async addKey(
    { publicJwk, algorithm, thumbprint }: Pick<KeyPair, "publicJwk" | "algorithm" | "thumbprint">,
    purposes: readonly Relationship[],
    { from, until }: Period,
    present?: DidDocument,
  ): Promise<void> {
    const id = `${this.did}#${thumbprint}`;
    const isSecp256k1 = algorithm === "ES256K";
    const publicKey = toHex(isSecp256k1 ? publicKeyBytes(publicJwk) : canonicalJwk(publicJwk));
    const add = registerCall("DidRegistry", "addVerificationMethod", [
      this.did,
      thumbprint,
      publicKey,
      isSecp256k1,
    ]);
    const isThere = present?.verificationMethod.some((method) => method.id === id);
    if (isThere !== true) await this.#write(add, "didr_write");
    for (const purpose of purposes) {
      if (present?.[purpose].includes(id) === true) continue;
      const relate = registerCall("DidRegistry", "addVerificationRelationship", [
        this.did,
        purpose,
        thumbprint,
        BigInt(from),
        BigInt(until),
      ]);
      await this.#write(relate, "didr_write");
    }
  }

  /**
   * Accredits another entity: reserves an attribute, signs its body, and commits the body's hash and scope. Answers with what the other
   * needs to accept it.
   */
  async accredit(terms: AccreditationTerms): Promise<{ attributeId: Hex; body: string }> {
    const attributeId = newAttributeId();
    const { did, issuerType, taoAttributeId, types } = terms;
    const body = this.accreditationBody(terms, attributeId);
    await this.#reserve(did, attributeId, issuerType, taoAttributeId);
    await this.commit(did, attributeId, body, types);
    return { attributeId, body };
  }

  /** The root's accreditation of itself, after a body admitted it for these types. */
  async accreditItself(
    terms: Pick<AccreditationTerms, "types" | "jurisdiction" | "period">,
  ): Promise<{ attributeId: Hex; body: string }> {
    const attributeId = newAttributeId();
    const body = this.accreditationBody(
      { ...terms, did: this.did, issuerType: "TI", taoAttributeId: attributeId },
      attributeId,
    );
    await this.#reserve(this.did, attributeId, "RootTAO", attributeId);
    await this.commit(this.did, attributeId, body, terms.types);
    await this.acceptAccreditation(attributeId, body, true);
    return { attributeId, body };
  }

  /** The body of an accreditation, signed. */
  accreditationBody(terms: AccreditationTerms, attributeId: Hex): string {
    const { did, issuerType, taoAttributeId, types, schema, jurisdiction, period } = terms;
    const places = {
      registry: this.#paths.trustedIssuersRegistry,
      accreditationSchema: this.#schema("accreditation"),
    };
    return issueAccreditation(this.did, this.#keys.signing, places, {
      kind: issuerType === "TAO" ? "accredit" : "attest",
      subject: did,
      attributeId,
      types,
      schema: schema ?? this.#schema("attestation"),
      jurisdiction,
      termsOfUse: [this.#attribute(this.did, taoAttributeId)],
      validFrom: period.from,
      validUntil: period.until,
    });
  }

  /** Says which body an entity may accept, and for which types of credentials that accredits it. */
  async commit(did: Did, attributeId: Hex, body: string, types: readonly string[]): Promise<void> {
    const call = registerCall("TrustedIssuersRegistry", "commitAccreditation", [
      did,
      attributeId,
      sha256(toBytes(body)),
      scopeOf(types),
    ]);
    await this.#write(call, "tir_write");
  }

  /**
   * Accepts an accreditation with its body.
   * @param isIssuer Whether the entity has an accreditation already, or is an admitted root: then it needs no invitation.
   */
  async acceptAccreditation(attributeId: Hex, body: string, isIssuer = false): Promise<void> {
    const call = registerCall("TrustedIssuersRegistry", "setAttributeData", [
      this.did,
      attributeId,
      toHex(body),
    ]);
    if (isIssuer) await this.#write(call, "tir_write");
    else await this.#write(call, "tir_invite", body);
  }

  /** Revokes an attribute that this entity, or a TAO below it, reserved; nothing below it counts any more. */
  async revoke(did: Did, attributeId: Hex): Promise<void> {
    await this.#reserve(did, attributeId, "Revoked", attributeId);
  }

  /** Adds a proxy, behind which the status lists of the entity lie. Answers with its id. */
  async addProxy(prefix: string, testSuffix: string): Promise<Hex> {
    const data = proxyData(prefix, testSuffix);
    const call = registerCall("TrustedIssuersRegistry", "addIssuerProxy", [this.did, data]);
    await this.#write(call, "tir_write");
    return proxyId(prefix, testSuffix);
  }

  /** Address under which credentials name a status list of the entity that lies behind one of its proxies. */
  statusListAddress(prefix: string, path: string): string {
    const id = proxyId(prefix, path);
    return `${this.#paths.trustedIssuersRegistry}/issuers/${this.did}/proxies/${id}/${path}`;
  }

  /** A status list for revocations with these entries set, signed. */
  async statusList(revoked: Iterable<number>, { from, until }: Period): Promise<string> {
    return issueCredential(this.did, this.#keys.signing, {
      types: [credentialTypes.statusList],
      subject: {
        id: this.did,
        type: "StatusList2021",
        statusPurpose: "revocation",
        encodedList: await encodeStatusList(revoked),
      },
      schema: this.#schema("attestation"),
      validFrom: from,
      validUntil: until,
    });
  }

  /**
   * Anchors a status list for revocations as it is served.
   * @throws ClientError `status-list-invalid`, `jwt-malformed`, `credential-invalid` for what no verifier could read.
   */
  async anchorStatusList({ uri, sequence, list, ttl }: StatusListState): Promise<Hex> {
    const { encodedList } = readCredential(list, longestStatusList).credential.credentialSubject;
    if (typeof encodedList !== "string") {
      throw new ClientError(
        "status-list-invalid",
        "The credential holds no status list.",
        "Give a StatusList2021Credential with the member encodedList, signed, as it is served.",
      );
    }
    const size = await statusListEntries(encodedList);
    const hash = sha256(toBytes(list));
    const id = keccak256(
      encodeAbiParameters([{ type: "string" }, { type: "string" }], [this.did, uri]),
    );
    const call =
      sequence === 1n
        ? registerCall("StatusLists", "registerStatusList", [
            ...([this.did, uri, 0, 0, 1] as const),
            ...([size, hash, ttl] as const),
          ])
        : registerCall("StatusLists", "publishStatusList", [id, sequence, hash, ttl]);
    // EBSI's API has no path for it.
    return this.#writer.write(call, this.#keys.account.account());
  }

  async #reserve(
    did: Did,
    attributeId: Hex,
    issuerType: keyof typeof issuerTypes,
    taoAttributeId: Hex,
  ): Promise<void> {
    const call = registerCall("TrustedIssuersRegistry", "setAttributeMetadata", [
      did,
      attributeId,
      issuerTypes[issuerType],
      this.did,
      taoAttributeId,
    ]);
    await this.#write(call, "tir_write");
  }

  async #write(call: RegisterCall, scope: Scope, credential?: string): Promise<void> {
    const { account, signing } = this.#keys;
    await this.#writer.write(call, account.account(), {
      holder: this.did,
      scope,
      // The register of DIDs knows the account's key from the start, the other one only when it was added.
      key: call.register === "DidRegistry" ? account : signing,
      ...(credential === undefined ? {} : { credential }),
    });
  }

  #attribute(did: Did, attributeId: Hex): string {
    return attributeAddress(this.#paths.trustedIssuersRegistry, did, attributeId);
  }

  #schema(name: keyof typeof standardSchemas): string {
    return `${this.#paths.trustedSchemasRegistry}/schemas/${standardSchemas[name]}`;
  }
}

function proxyData(prefix: string, testSuffix: string): string {
  return JSON.stringify({ prefix, headers: {}, testSuffix });
}

/** Id of a proxy that `addProxy` makes: the register takes the sha-256 of its data. */
export function proxyId(prefix: string, testSuffix: string): Hex {
  return sha256(toBytes(proxyData(prefix, testSuffix)));
}

function newAttributeId(): Hex {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}
