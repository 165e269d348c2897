import { z } from "zod";

import { ClientError } from "./client-error.ts";
import { type Did, parseDid } from "./did.ts";
import { keyFor, keyId } from "./did-document.ts";
import {
  type DecodedJwt,
  decodeJwt,
  signerWithThumbprint,
  signJwt,
  verifyJwtSignature,
} from "./jwt.ts";
import { thumbprint } from "./jwk.ts";
import type { KeyPair } from "./key-pair.ts";
import type { Registers } from "./registers.ts";
import { documentOf } from "./verification.ts";

/** Seconds for which a presentation counts at most: as long as its nonce has to be remembered. */
export const presentationLifetime = 300;
/** Seconds by which clocks may differ. */
const leeway = 60;
/** Credentials in one presentation. */
const mostCredentials = 8;

const payloadSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  nonce: z.string().min(1).max(256),
  iat: z.int(),
  nbf: z.int(),
  exp: z.int(),
  vp: z.looseObject({
    "@context": z.array(z.string()),
    type: z.array(z.string()).refine((types) => types.includes("VerifiablePresentation")),
    holder: z.string(),
    verifiableCredential: z.array(z.string()).max(mostCredentials).default([]),
  }),
});

/** A presentation of which the signature and the claims were verified, but not the credentials in it. */
export interface Presentation {
  holder: Did;
  nonce: string;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
  /** Signed credentials, unverified. */
  credentials: readonly string[];
  /** Thumbprint of the key that signed. */
  signedBy: string;
  algorithm: DecodedJwt["header"]["alg"];
}

/** What a holder presents, to whom, for whose question. */
export interface PresentationContent {
  audience: string;
  /** What the verifier asked with, or a random text where it asks nothing. */
  nonce?: string;
  credentials?: readonly string[];
  /** Seconds since 1970; the present when left out. */
  now?: number;
}

/** Signs a presentation with a key that has the relationship `authentication` in the holder's document. */
export function createPresentation(
  holder: Did,
  key: KeyPair,
  { audience, nonce, credentials = [], now }: PresentationContent,
): string {
  const at = now ?? Math.floor(Date.now() / 1000);
  const id = `urn:uuid:${crypto.randomUUID()}`;
  return signJwt(key, keyId(holder, key.thumbprint), {
    iss: holder,
    sub: holder,
    aud: audience,
    jti: id,
    nonce: nonce ?? crypto.randomUUID(),
    iat: at,
    nbf: at,
    exp: at + presentationLifetime - leeway,
    vp: {
      "@context": ["https://www.w3.org/2018/credentials/v1"],
      id,
      type: ["VerifiablePresentation"],
      holder,
      verifiableCredential: credentials,
    },
  });
}

/**
 * Verifies who presents: form, audience, times, and the signature by a key of the holder for authentication.
 * @param registers Where the holder's document is looked up; undefined for a holder that has none yet: then the key that the token names by
 * its thumbprint must have signed, and the caller sees by `signedBy` which one it was.
 * @throws ClientError `presentation-invalid`, `jwt-malformed`, `jwt-algorithm`, `jwt-signature`, `key-invalid`, `did-invalid`
 */
export async function verifyPresentation(
  text: string,
  { audience, registers, at }: { audience: string; registers: Registers | undefined; at: number },
): Promise<Presentation> {
  const jwt = decodeJwt(text);
  const parsed = payloadSchema.safeParse(jwt.payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(
      `The token holds no presentation that can be read: "${issue?.path.join(".") ?? ""}" is wrong.`,
      "Give iss, sub, aud, nonce, iat, nbf, exp and vp with holder and at most 8 credentials.",
    );
  }
  const { iss, sub, aud, nonce, iat, nbf, exp, vp } = parsed.data;
  const holder = parseDid(iss);
  const [kidDid, fragment] = jwt.header.kid.split("#", 2);
  if (sub !== holder || vp.holder !== holder || kidDid !== holder || fragment === undefined) {
    throw invalid(
      "The presentation names more than one holder.",
      "Let iss, sub, vp.holder and the DID in the header kid be the same.",
    );
  }
  if (aud !== audience) {
    throw invalid(`The presentation is for ${aud.slice(0, 200)}.`, `Make one for ${audience}.`);
  }
  if (nbf > at + leeway || iat > at + leeway) {
    throw invalid("The presentation is of the future.", "Check the clock, and make a new one.");
  }
  if (exp <= at) throw invalid("The presentation is expired.", "Make a new one.");
  if (exp > at + presentationLifetime) {
    throw invalid(
      "The presentation counts for too long.",
      `Let it expire within ${presentationLifetime} seconds.`,
    );
  }
  const signedBy =
    registers === undefined
      ? signerWithThumbprint(jwt, fragment)
      : keyFor(await documentOf(holder, registers), "authentication", jwt.header.kid);
  verifyJwtSignature(jwt, signedBy);
  return {
    holder,
    nonce,
    issuedAt: iat,
    expiresAt: exp,
    credentials: vp.verifiableCredential,
    signedBy: thumbprint(signedBy),
    algorithm: jwt.header.alg,
  };
}

function invalid(message: string, remedy: string): ClientError {
  return new ClientError("presentation-invalid", message, remedy);
}
