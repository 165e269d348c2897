import { p256 } from "@noble/curves/nist";
import { secp256k1 } from "@noble/curves/secp256k1";
import { hexToBytes, sha256, toBytes, type Hex, toHex } from "viem";
import { publicKeyToAddress } from "viem/accounts";
import { z } from "zod";

import { fromBase64Url, toBase64Url } from "./base64url.ts";
import { ClientError } from "./client-error.ts";

/** Signature algorithms of JOSE that EBSI's clients use. */
export type Algorithm = "ES256" | "ES256K";

export const algorithms = ["ES256", "ES256K"] as const satisfies readonly Algorithm[];

/** The curve of each algorithm, as `@noble/curves` has it and as a JWK names it. */
export const curves = {
  ES256: { name: "P-256", curve: p256 },
  ES256K: { name: "secp256k1", curve: secp256k1 },
} as const;

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** Public key of an elliptic curve as a JWK; other members are left out, a private part is refused. */
const publicJwkSchema = z.object({
  kty: z.literal("EC"),
  crv: z.enum(["P-256", "secp256k1"]),
  x: coordinate,
  y: coordinate,
});

export type PublicJwk = z.infer<typeof publicJwkSchema>;

export function algorithmOf({ crv }: PublicJwk): Algorithm {
  return crv === "P-256" ? "ES256" : "ES256K";
}

/**
 * Reads a public key whose point is on its curve.
 * @throws ClientError `key-invalid`, also for a JWK with a private part; its value is not repeated.
 */
export function parsePublicJwk(value: unknown): PublicJwk {
  if (typeof value === "object" && value !== null && "d" in value) {
    throw new ClientError(
      "key-invalid",
      "The JWK holds a private key.",
      "Give the public part alone, and take a new key: this one was shown.",
    );
  }
  const parsed = publicJwkSchema.safeParse(value);
  if (!parsed.success) {
    throw new ClientError(
      "key-invalid",
      "The value is no public JWK of P-256 or secp256k1.",
      "Give kty EC, crv P-256 or secp256k1, and the coordinates x and y of 32 bytes in base64url.",
    );
  }
  publicKeyBytes(parsed.data);
  return parsed.data;
}

/**
 * The uncompressed point: 65 bytes, 0x04 first.
 * @throws ClientError `key-invalid` for a point that is not on the curve.
 */
export function publicKeyBytes(jwk: PublicJwk): Uint8Array {
  const [x, y] = [fromBase64Url(jwk.x), fromBase64Url(jwk.y)];
  try {
    if (x?.length !== 32 || y?.length !== 32) throw new RangeError("A coordinate has 32 bytes.");
    const { curve } = curves[algorithmOf(jwk)];
    return curve.ProjectivePoint.fromHex(Uint8Array.of(4, ...x, ...y)).toRawBytes(false);
  } catch (cause) {
    throw new ClientError(
      "key-invalid",
      `The point of the JWK is not on the curve ${jwk.crv}.`,
      "Take the public key from the program that made it, unchanged.",
      { cause },
    );
  }
}

/** From the uncompressed point, 65 bytes. */
export function jwkFromPublicKey(algorithm: Algorithm, bytes: Uint8Array): PublicJwk {
  return parsePublicJwk({
    kty: "EC",
    crv: curves[algorithm].name,
    x: toBase64Url(bytes.subarray(1, 33)),
    y: toBase64Url(bytes.subarray(33, 65)),
  });
}

/** RFC 7638: sha-256 of the required members in order of their names, in base64url. */
export function thumbprint({ crv, kty, x, y }: PublicJwk): string {
  return toBase64Url(hexToBytes(sha256(toBytes(canonicalJwk({ crv, kty, x, y })))));
}

/** RFC 8785 for a JWK of an elliptic curve: members in order of their names, without spaces. */
export function canonicalJwk({ crv, kty, x, y }: PublicJwk): string {
  return JSON.stringify({ crv, kty, x, y });
}

/** The account of a key of secp256k1. */
export function addressOf(jwk: PublicJwk): Hex {
  return publicKeyToAddress(toHex(publicKeyBytes(jwk)));
}
