import { base58btc } from "multiformats/bases/base58";

import { ClientError } from "./client-error.ts";
import { canonicalJwk, parsePublicJwk, type PublicJwk } from "./jwk.ts";

/** Of a legal entity, or of a natural person. */
export type Did = `did:ebsi:${string}` | `did:key:${string}`;

const legalEntity = "did:ebsi:";
const naturalPerson = "did:key:";

/** First byte of what a `did:ebsi` of a legal entity says. */
const version = 0x01;
/** Random bytes after it. */
const length = 16;

/** Multicodec `jwk_jcs-pub` (0xeb51) as a varint. */
const jwkPrefix = [0xd1, 0xd6, 0x03];
/** Characters of the longest DID that is read. A `did:key` of a JWK has less than 200. */
const longest = 512;

/** A new DID of a legal entity: it says nothing about its keys. */
export function createEbsiDid(
  random: Uint8Array = crypto.getRandomValues(new Uint8Array(length)),
): Did {
  if (random.length !== length) throw new RangeError(`A did:ebsi has ${length} random bytes.`);
  return `${legalEntity}${base58btc.encode(Uint8Array.of(version, ...random))}`;
}

/** The DID of a natural person: the key itself. */
export function didOfKey(jwk: PublicJwk): Did {
  const text = new TextEncoder().encode(canonicalJwk(jwk));
  return `${naturalPerson}${base58btc.encode(Uint8Array.of(...jwkPrefix, ...text))}`;
}

/**
 * The key that a `did:key` is.
 * @throws ClientError `did-invalid` for another DID, or one with a key of another kind.
 */
export function keyOfDid(did: string): PublicJwk {
  const bytes = decoded(did, naturalPerson);
  if (bytes === undefined || !jwkPrefix.every((byte, index) => bytes[index] === byte)) {
    throw invalid(did, "Give a did:key with a JWK (multicodec jwk_jcs-pub).");
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(jwkPrefix.length));
    const jwk = parsePublicJwk(JSON.parse(text));
    // A second DID for the same key would stand for somebody else.
    if (canonicalJwk(jwk) !== text) throw new SyntaxError("The JWK is not in its canonical form.");
    return jwk;
  } catch (cause) {
    throw invalid(did, "Give the DID as the wallet shows it, unchanged.", cause);
  }
}

/**
 * Checks a DID of either kind.
 * @throws ClientError `did-invalid`
 */
export function parseDid(value: unknown): Did {
  if (typeof value === "string" && value.startsWith(naturalPerson)) {
    keyOfDid(value);
    return value as Did;
  }
  const bytes = typeof value === "string" ? decoded(value, legalEntity) : undefined;
  if (bytes?.length !== 1 + length || bytes[0] !== version) {
    throw invalid(
      value,
      "Give did:ebsi: with version 1 and 16 random bytes in base58btc, or did:key: with a JWK.",
    );
  }
  return value as Did;
}

export function isLegalEntity(did: string): boolean {
  return did.startsWith(legalEntity);
}

/** Bytes of what follows the method; undefined for what is no multibase of base58btc. */
function decoded(did: string, method: string): Uint8Array | undefined {
  if (did.length > longest || !did.startsWith(`${method}z`)) return undefined;
  try {
    return base58btc.decode(did.slice(method.length));
  } catch {
    return undefined;
  }
}

function invalid(value: unknown, remedy: string, cause?: unknown): ClientError {
  const shown = typeof value === "string" ? `"${value.slice(0, 100)}"` : typeof value;
  return new ClientError("did-invalid", `${shown} is no DID.`, remedy, { cause });
}
