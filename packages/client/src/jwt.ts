import { sha256, stringToBytes } from "viem";
import { z } from "zod";

import { fromBase64Url, textFromBase64Url, textToBase64Url, toBase64Url } from "./base64url.ts";
import { ClientError } from "./client-error.ts";
import {
  algorithmOf,
  algorithms,
  curves,
  jwkFromPublicKey,
  type PublicJwk,
  publicKeyBytes,
  thumbprint,
} from "./jwk.ts";
import type { KeyPair } from "./key-pair.ts";
import { strictObject } from "./strict-json.ts";

/** Characters of the longest token that is read, unless a caller knows of longer ones: a presentation with some credentials has a few thousand. */
const longestToken = 128 * 1024;

const headerSchema = z.object({
  alg: z.enum(algorithms),
  kid: z.string().min(1).max(1024),
  typ: z.literal("JWT").optional(),
  // Extensions that must be understood: there are none that we do.
  crit: z.undefined().optional(),
});

const payloadSchema = z.record(z.string(), z.unknown());

export type JwtHeader = z.infer<typeof headerSchema>;

/** A token that was read but not verified. */
export interface DecodedJwt {
  header: JwtHeader;
  payload: Record<string, unknown>;
  /** The bytes that were signed. */
  signed: Uint8Array;
  /** r and s, 64 bytes. */
  signature: Uint8Array;
}

/** A compact JWS (RFC 7515) of a JSON object, by a key that the header names. */
export function signJwt(key: KeyPair, kid: string, payload: object): string {
  const header = { alg: key.algorithm, typ: "JWT", kid };
  const signed = [header, payload].map((part) => textToBase64Url(JSON.stringify(part))).join(".");
  return `${signed}.${toBase64Url(key.sign(stringToBytes(signed)))}`;
}

/**
 * Reads a token without verifying it.
 * @param longest Characters that it has at most.
 * @throws ClientError `jwt-malformed`; `jwt-algorithm` for any algorithm but ES256 and ES256K, `none` among them.
 */
export function decodeJwt(jwt: string, longest: number = longestToken): DecodedJwt {
  const parts = jwt.length > longest ? [] : jwt.split(".");
  const [headerPart = "", payloadPart = "", signaturePart = ""] = parts;
  const rawHeader = json(headerPart);
  const alg = rawHeader?.["alg"];
  if (rawHeader && !algorithms.some((known) => known === alg)) {
    throw new ClientError(
      "jwt-algorithm",
      `The token is signed with ${typeof alg === "string" ? `the algorithm "${alg.slice(0, 40)}"` : "no algorithm that is named"}.`,
      `Sign it with ${algorithms.join(" or ")}.`,
    );
  }
  const header = headerSchema.safeParse(rawHeader);
  const payload = payloadSchema.safeParse(json(payloadPart));
  const signature = fromBase64Url(signaturePart);
  if (parts.length !== 3 || !header.success || !payload.success || signature?.length !== 64) {
    throw new ClientError(
      "jwt-malformed",
      "The text is no JWT that can be read here.",
      "Give a compact JWS with the headers alg and kid, a JSON object that names each member once, and a signature of 64 bytes.",
    );
  }
  return {
    header: header.data,
    payload: payload.data,
    signed: stringToBytes(`${headerPart}.${payloadPart}`),
    signature,
  };
}

/**
 * Verifies the signature of a token by a key.
 * @throws ClientError `jwt-algorithm` if the key is of another curve than the header says, `jwt-signature`.
 */
export function verifyJwtSignature(
  { header, signed, signature }: DecodedJwt,
  jwk: PublicJwk,
): void {
  const algorithm = algorithmOf(jwk);
  if (header.alg !== algorithm) {
    throw new ClientError(
      "jwt-algorithm",
      `The token says ${header.alg}, and its key is of ${jwk.crv}.`,
      "Sign the token with the algorithm of its key.",
    );
  }
  const isSigned = curves[algorithm].curve.verify(
    signature,
    sha256(signed, "bytes"),
    publicKeyBytes(jwk),
    // Programs of others do not bring s into its lower half. Nothing here takes a signature for an id.
    { lowS: false },
  );
  if (!isSigned) {
    throw new ClientError(
      "jwt-signature",
      `The key ${header.kid} did not sign the token.`,
      "Ask its sender for the token as it was signed, unchanged.",
    );
  }
}

/**
 * The key that signed a token, by its thumbprint: for a sender whose DID document does not exist yet. The signature tells at most
 * two keys of its curve; the one with the thumbprint is it.
 * @throws ClientError `jwt-signature` if no key with this thumbprint signed the token.
 */
export function signerWithThumbprint(jwt: DecodedJwt, expected: string): PublicJwk {
  const { header, signed, signature } = jwt;
  const { curve } = curves[header.alg];
  for (const recovery of [0, 1]) {
    try {
      const point = curve.Signature.fromCompact(signature)
        .addRecoveryBit(recovery)
        .recoverPublicKey(sha256(signed, "bytes"));
      const jwk = jwkFromPublicKey(header.alg, point.toRawBytes(false));
      if (thumbprint(jwk) !== expected) continue;
      verifyJwtSignature(jwt, jwk);
      return jwk;
    } catch {
      // This half of the curve has no such key.
    }
  }
  throw new ClientError(
    "jwt-signature",
    "The token is not signed by the key that its header names.",
    "Name the key by the thumbprint of its JWK after the DID, and sign with that key.",
  );
}

/** Undefined for what is no object of JSON, read strictly: a check of one reader and the deed of another must not differ. */
function json(part: string): Record<string, unknown> | undefined {
  const text = textFromBase64Url(part);
  return text === undefined ? undefined : strictObject(text);
}
