import { p256, p384, p521 } from "@noble/curves/nist";
import { secp256k1 } from "@noble/curves/secp256k1";
import { type Hex, hexToBytes, hexToString } from "viem";

import { fromBase64Url } from "./base64url.ts";
import { ClientError } from "./client-error.ts";
import { jwkFromPublicKey } from "./jwk.ts";
import { strictObject } from "./strict-json.ts";

/** A key as the register of DIDs holds it: the point of secp256k1, 65 bytes, or any bytes for a key of another kind. */
export interface RegisteredKey {
  publicKey: Hex;
  isSecp256k1: boolean;
}

/** Curves that a JWK of an elliptic curve may name (RFC 7518, RFC 8812). */
const ellipticCurves = new Map([
  ["P-256", p256],
  ["P-384", p384],
  ["P-521", p521],
  ["secp256k1", secp256k1],
]);

/** Members of a public JWK: others are not spread further. */
const publicMembers = ["kty", "crv", "x", "y", "n", "e", "alg", "use", "key_ops", "kid"];
/** Members of a private key, or of one that two share (RFC 7518, section 6). */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/**
 * The public JWK of a key. Undefined for one that nobody should trust: what is no JWK to every reader, a point beside its curve, and a key
 * whose private part stands on the chain, with which anybody can sign.
 */
export function registeredJwk({
  publicKey,
  isSecp256k1,
}: RegisteredKey): Record<string, unknown> | undefined {
  if (isSecp256k1) return jwkOfPoint(publicKey);
  const jwk = strictObject(hexToString(publicKey));
  if (typeof jwk?.["kty"] !== "string") return undefined;
  if (privateMembers.some((name) => name in jwk)) return undefined;
  if (jwk["kty"] === "EC" && !isOnCurve(jwk)) return undefined;
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => publicMembers.includes(name)));
}

function jwkOfPoint(publicKey: Hex): Record<string, unknown> | undefined {
  try {
    return jwkFromPublicKey("ES256K", hexToBytes(publicKey));
  } catch (error) {
    if (error instanceof ClientError) return undefined;
    throw error;
  }
}

function isOnCurve({ crv, x, y }: Record<string, unknown>): boolean {
  const curve = typeof crv === "string" ? ellipticCurves.get(crv) : undefined;
  if (curve === undefined || typeof x !== "string" || typeof y !== "string") return false;
  const [first, second] = [fromBase64Url(x), fromBase64Url(y)];
  const size = curve.CURVE.Fp.BYTES;
  if (first?.length !== size || second?.length !== size) return false;
  try {
    curve.ProjectivePoint.fromHex(Uint8Array.of(4, ...first, ...second));
    return true;
  } catch {
    return false;
  }
}
