import { keccak256, toBytes, type Hex } from "viem";
import { z } from "zod";

import { ClientError } from "./client-error.ts";
import { type Did, parseDid } from "./did.ts";
import { keyId } from "./did-document.ts";
import { decodeJwt, signJwt, type DecodedJwt } from "./jwt.ts";
import type { KeyPair } from "./key-pair.ts";

const credentialContext = "https://www.w3.org/2018/credentials/v1";

/** Types by which EBSI's registers know a credential. */
export const credentialTypes = {
  onboard: "VerifiableAuthorisationToOnboard",
  trustChain: "VerifiableAuthorisationForTrustChain",
  accredit: "VerifiableAccreditationToAccredit",
  attest: "VerifiableAccreditationToAttest",
  statusList: "StatusList2021Credential",
} as const;

/** Types that say of which kind a credential is, not what it is about: nobody is accredited for them. */
const generalTypes: readonly string[] = [
  "VerifiableCredential",
  "VerifiableAttestation",
  "VerifiableAccreditation",
];

/** The types of a credential that its issuer must be accredited for. */
export function specificTypes(types: readonly string[]): string[] {
  return [...new Set(types)].filter((type) => !generalTypes.includes(type));
}

/** What an accreditation covers, as the register of issuers takes it: hashes of the types, in ascending order. */
export function scopeOf(types: readonly string[]): Hex[] {
  return specificTypes(types)
    .map((type) => keccak256(toBytes(type)))
    .sort();
}

const time = z.iso.datetime({ offset: true });
const oneOrMore = <T extends z.ZodType>(schema: T) =>
  z.union([schema.transform((one) => [one]), z.array(schema).max(32)]);
const reference = z.looseObject({ id: z.string().max(2048), type: z.string().max(256) });

const accreditedForSchema = z.looseObject({ types: z.array(z.string().max(256)).max(64) });

const subjectSchema = z.looseObject({
  id: z.string().max(1024),
  accreditedFor: z.array(accreditedForSchema).max(64).optional(),
  reservedAttributeId: z
    .string()
    .regex(/^(0x)?[0-9a-fA-F]{64}$/)
    .transform((text): Hex => `0x${text.replace(/^0x/, "").toLowerCase()}`)
    .optional(),
});

/** A credential of the data model 1.1 with what EBSI asks for beyond it. Members that are not named here stay as they are. */
const credentialSchema = z.looseObject({
  "@context": z.array(z.string()).refine(([first]) => first === credentialContext),
  id: z.string().min(1).max(1024),
  type: z
    .array(z.string().max(256))
    .max(32)
    .refine(([first]) => first === "VerifiableCredential")
    .refine((types) => types.includes("VerifiableAttestation")),
  issuer: z.union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)]),
  issuanceDate: time,
  issued: time,
  validFrom: time,
  expirationDate: time.optional(),
  credentialSubject: subjectSchema,
  credentialSchema: oneOrMore(reference),
  credentialStatus: oneOrMore(reference).default([]),
  termsOfUse: oneOrMore(
    z.looseObject({ id: z.string().max(2048).optional(), type: z.string() }),
  ).default([]),
});

export type Credential = z.infer<typeof credentialSchema>;

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  jti: z.string(),
  iat: z.int(),
  nbf: z.int(),
  exp: z.int().optional(),
  /** RFC 7800: the thumbprint of the only key that may present an invitation to onboard. */
  cnf: z.object({ jkt: z.string() }).optional(),
  vc: credentialSchema,
});

/** A credential that was read but not verified. Times are seconds since 1970. */
export interface SignedCredential {
  jwt: DecodedJwt;
  credential: Credential;
  issuer: Did;
  subject: Did;
  issuedAt: number;
  validFrom: number;
  /** Undefined for a credential without an end. */
  validUntil: number | undefined;
  /** Thumbprint of the key that the credential is bound to. */
  boundTo: string | undefined;
}

/**
 * Reads a credential without verifying it. What the token says and what the credential says must be the same.
 * @param longest Characters that it has at most; only lists are longer than tokens are by default.
 * @throws ClientError `credential-invalid`, `jwt-malformed`, `jwt-algorithm`, `did-invalid`
 */
export function readCredential(text: string, longest?: number): SignedCredential {
  const jwt = decodeJwt(text, longest);
  const parsed = claimsSchema.safeParse(jwt.payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(
      `The token holds no credential of EBSI's form: "${issue?.path.join(".") ?? ""}" is wrong.`,
      "Give a verifiable attestation of the data model 1.1 with id, type, issuer, issued, issuanceDate, validFrom, credentialSubject and credentialSchema.",
    );
  }
  const { iss, sub, jti, iat, nbf, exp, cnf, vc } = parsed.data;
  const twice: Record<string, [inToken: unknown, inCredential: unknown]> = {
    issuer: [iss, vc.issuer],
    subject: [sub, vc.credentialSubject.id],
    id: [jti, vc.id],
    issued: [iat, seconds(vc.issued)],
    validFrom: [nbf, seconds(vc.validFrom)],
    issuanceDate: [nbf, seconds(vc.issuanceDate)],
    expirationDate: [exp, vc.expirationDate === undefined ? undefined : seconds(vc.expirationDate)],
  };
  for (const [name, [inToken, inCredential]] of Object.entries(twice)) {
    if (inToken !== inCredential) {
      throw invalid(
        `The token and the credential in it have another "${name}".`,
        "Ask the issuer for a credential that says the same in both.",
      );
    }
  }
  const issuer = parseDid(iss);
  if (jwt.header.kid.split("#", 1)[0] !== issuer) {
    throw invalid(
      "The key that the token names is not of the issuer.",
      "Ask the issuer for a credential that it signed itself.",
    );
  }
  return {
    jwt,
    credential: vc,
    issuer,
    subject: parseDid(sub),
    issuedAt: iat,
    validFrom: nbf,
    validUntil: exp,
    boundTo: cnf?.jkt,
  };
}

/** What an issuer says in a credential. Times are seconds since 1970. */
export interface CredentialContent {
  /** Beside those that every attestation has. */
  types: readonly string[];
  subject: { id: Did } & Record<string, unknown>;
  /** Address of a schema in the register of schemas. */
  schema: string;
  /** Addresses of the issuer's accreditations. */
  termsOfUse?: readonly string[];
  status?: object;
  validFrom: number;
  validUntil?: number;
  /** Thumbprint of the only key that may present it. */
  boundTo?: string;
}

/** Signs a credential with a key that has the relationship `assertionMethod` in the issuer's document. */
export function issueCredential(issuer: Did, key: KeyPair, content: CredentialContent): string {
  const { types, subject, schema, termsOfUse = [], status, validFrom, validUntil } = content;
  const id = `urn:uuid:${crypto.randomUUID()}`;
  const from = isoTime(validFrom);
  const vc = {
    "@context": [credentialContext],
    id,
    type: ["VerifiableCredential", "VerifiableAttestation", ...types],
    issuer,
    issuanceDate: from,
    issued: from,
    validFrom: from,
    ...(validUntil === undefined ? {} : { expirationDate: isoTime(validUntil) }),
    credentialSubject: subject,
    credentialSchema: { id: schema, type: "FullJsonSchemaValidator2021" },
    ...(termsOfUse.length === 0
      ? {}
      : {
          termsOfUse: termsOfUse.map((address) => ({ id: address, type: "IssuanceCertificate" })),
        }),
    ...(status === undefined ? {} : { credentialStatus: status }),
  };
  return signJwt(key, keyId(issuer, key.thumbprint), {
    iss: issuer,
    sub: subject.id,
    jti: id,
    iat: validFrom,
    nbf: validFrom,
    ...(validUntil === undefined ? {} : { exp: validUntil }),
    ...(content.boundTo === undefined ? {} : { cnf: { jkt: content.boundTo } }),
    vc,
  });
}

/** What an accreditation says beside what every credential does. */
export interface AccreditationContent {
  kind: "accredit" | "attest";
  subject: Did;
  /** Id with which the attribute was reserved. */
  attributeId: Hex;
  /** For which types of credentials, and by which schema. */
  types: readonly string[];
  schema: string;
  /** Where the accreditation counts, as an address of the EU's authority tables. */
  jurisdiction: string;
  termsOfUse: readonly string[];
  /** Seconds since 1970. */
  validFrom: number;
  validUntil: number;
}

/**
 * The body of an accreditation, signed by the TAO.
 * @param registry Addresses of the issuers, for example `https://foedus.example/trusted-issuers-registry/v5`.
 * @param accreditationSchema Address of the schema of accreditations.
 */
export function issueAccreditation(
  tao: Did,
  key: KeyPair,
  { registry, accreditationSchema }: { registry: string; accreditationSchema: string },
  content: AccreditationContent,
): string {
  const { subject, attributeId, types, schema, jurisdiction } = content;
  return issueCredential(tao, key, {
    types: ["VerifiableAccreditation", credentialTypes[content.kind]],
    subject: {
      id: subject,
      reservedAttributeId: attributeId,
      accreditedFor: [
        {
          schemaId: schema,
          types: ["VerifiableCredential", "VerifiableAttestation", ...types],
          limitJurisdiction: jurisdiction,
        },
      ],
    },
    schema: accreditationSchema,
    termsOfUse: content.termsOfUse,
    status: {
      id: attributeAddress(registry, subject, attributeId),
      type: "EbsiAccreditationEntry",
    },
    validFrom: content.validFrom,
    validUntil: content.validUntil,
  });
}

/** Address of an attribute of an issuer. */
export function attributeAddress(registry: string, did: string, attributeId: Hex): string {
  return `${registry}/issuers/${did}/attributes/${attributeId}`;
}

/** The DID and the attribute that an address of the register of issuers means; undefined for another address. */
export function parseAttributeAddress(
  address: string,
): { did: string; attributeId: Hex } | undefined {
  const [, did, digits] =
    /\/issuers\/(did:[A-Za-z0-9:]+)\/attributes\/(?:0x)?([0-9a-fA-F]{64})$/.exec(address) ?? [];
  return did === undefined || digits === undefined
    ? undefined
    : { did, attributeId: `0x${digits.toLowerCase()}` };
}

/** Types of credentials that an accreditation says it is for; empty for any other credential. */
export function accreditedTypes({ credentialSubject }: Credential): string[] {
  return specificTypes((credentialSubject.accreditedFor ?? []).flatMap(({ types }) => types));
}

function isoTime(at: number): string {
  return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}

function seconds(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}

function invalid(message: string, remedy: string): ClientError {
  return new ClientError("credential-invalid", message, remedy);
}
