import { JsonFault, parsePublicJwk, parseStrictJson, publicKeyBytes } from "@foedus/client";
import { hexToString, size, stringToBytes } from "viem";
import * as z from "zod";

import { isRecord } from "./did-document.ts";
import { bytes, hash, quantity, text, timestamp } from "./shapes.ts";

type Hex = `0x${string}`;

/** Shapes of parameters that more than one method of JSON-RPC takes, as they go into calldata. */

export const word = hash.transform((value) => value.toLowerCase() as Hex);

export const hexBytes = bytes.transform((value) => value as Hex);

/** Seconds since 1970, or of a duration: as a number, or in digits. */
export const seconds = z
  .union([timestamp, text(/^\d{1,15}$/, "Give seconds in decimal digits."), quantity], {
    error: "Give whole seconds: a number, or its decimal or hexadecimal digits.",
  })
  .transform((value) => BigInt(value))
  .refine((value) => value < 2n ** 48n, "Give seconds below 2 to the power of 48.");

/** A number of the contracts that is no time. */
export const count = z
  .union([z.int().min(0), text(/^\d{1,15}$/, "Give decimal digits."), quantity], {
    error: "Give a whole number from 0 on, or its decimal or hexadecimal digits.",
  })
  .transform((value) => BigInt(value));

/** Id of a key within a document. */
export const methodId = text(
  /^[A-Za-z0-9_-]{1,64}$/,
  "Give 1 to 64 letters, digits, hyphens and underscores, usually the thumbprint of the key's JWK.",
);

/** Text that is an object of JSON. */
export function jsonObject(
  most: number,
  remedy: string,
  check: (value: Record<string, unknown>) => boolean = () => true,
) {
  return z.string(remedy).superRefine((value, context) => {
    if (stringToBytes(value).length > most)
      context.addIssue({ code: "custom", message: `Give at most ${most} bytes. ${remedy}` });
    else {
      const read = strictObject(value);
      if (read === undefined || !check(read)) context.addIssue({ code: "custom", message: remedy });
    }
  });
}

/** The same as bytes in hexadecimal digits. */
export function hexJson(most: number, remedy: string) {
  return hexBytes.superRefine((value, context) => {
    if (size(value) > most)
      context.addIssue({ code: "custom", message: `Give at most ${most} bytes. ${remedy}` });
    else if (strictObject(hexToString(value)) === undefined)
      context.addIssue({ code: "custom", message: remedy });
  });
}

/** Undefined for what is no object of JSON. */
export function strictObject(value: string): Record<string, unknown> | undefined {
  try {
    const read = parseStrictJson(value);
    return isRecord(read) ? read : undefined;
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

/** Members of a JWK that its owner alone may know (RFC 7518). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

const point = "Give 65 bytes: 0x04 and the two coordinates of a point of secp256k1.";

/**
 * What is wrong with a key of a document; undefined if nothing is. The key itself is never repeated: it may hold a private part.
 */
export function keyFault(publicKey: Hex, isSecp256k1: boolean): string | undefined {
  if (isSecp256k1) {
    if (size(publicKey) !== 65 || !publicKey.startsWith("0x04")) return point;
    const coordinate = (from: number) =>
      Buffer.from(publicKey.slice(from, from + 64), "hex").toString("base64url");
    return isOnCurve({ kty: "EC", crv: "secp256k1", x: coordinate(4), y: coordinate(68) })
      ? undefined
      : point;
  }
  if (size(publicKey) > 2048) return "Give a JWK of at most 2048 bytes.";
  const jwk = strictObject(hexToString(publicKey));
  if (jwk === undefined || typeof jwk["kty"] !== "string")
    return "Give the public JWK as text in hexadecimal digits.";
  if (privateMembers.some((name) => name in jwk))
    return "Give the public part of the JWK alone, and take a new key: this one was shown.";
  if (jwk["kty"] === "EC" && !isOnCurve(jwk))
    return "Give kty EC, crv P-256 or secp256k1, and the coordinates of a point of that curve.";
  return undefined;
}

function isOnCurve(jwk: unknown): boolean {
  try {
    publicKeyBytes(parsePublicJwk(jwk));
    return true;
  } catch {
    return false;
  }
}
