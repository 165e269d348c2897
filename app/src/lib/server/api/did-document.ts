import { hexToString } from "viem";

import { JsonFault, parseStrictJson } from "./strict-json.ts";

type Hex = `0x${string}`;

/** What the register of DIDs answers about one, in its own order. */
export type RegisteredDocument = readonly [
  baseDocument: string,
  controllers: readonly string[],
  methodIds: readonly string[],
  methods: readonly { publicKey: Hex; isSecp256k1: boolean; revoked: boolean }[],
  relationships: readonly {
    name: string;
    vMethodId: string;
    notBefore: bigint;
    notAfter: bigint;
  }[],
];

/** What a key may be for, in the order of the register. */
export const relationshipNames = [
  "authentication",
  "assertionMethod",
  "keyAgreement",
  "capabilityInvocation",
  "capabilityDelegation",
] as const;

/** Contexts of a document whose base names none. */
const contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"];

/** Members that the register alone speaks for: what a base document says of them would be keys that nobody checked. */
const registered: ReadonlySet<string> = new Set([
  "id",
  "controller",
  "verificationMethod",
  ...relationshipNames,
]);

/** Members of a public JWK; a private part that somebody wrote there is not spread further. */
const publicMembers = ["kty", "crv", "x", "y", "n", "e", "alg", "use", "key_ops", "kid"];

export type DidDocument = Record<string, unknown> & { id: string };

/** The DID document (W3C DID Core 1.0) of what the register holds. */
export function didDocument(
  did: string,
  [baseDocument, controllers, methodIds, methods, relationships]: RegisteredDocument,
): DidDocument {
  const keys = methods.map(publicJwk);
  const shown = methodIds.flatMap((methodId, i) => {
    const publicKeyJwk = keys[i];
    // The register takes any text for a key of another curve: what is no JWK is no key that anybody could use.
    return publicKeyJwk === undefined
      ? []
      : [{ id: `${did}#${methodId}`, type: "JsonWebKey2020", controller: did, publicKeyJwk }];
  });
  const known = new Set(shown.map(({ id }) => id));
  const purposes = relationshipNames.flatMap((name) => {
    const ids = relationships
      .filter((relationship) => relationship.name === name)
      .map(({ vMethodId }) => `${did}#${vMethodId}`)
      .filter((id) => known.has(id));
    return ids.length === 0 ? [] : [[name, [...new Set(ids)]] as const];
  });
  const { "@context": context = contexts, ...base } = baseOf(baseDocument);
  return {
    "@context": context,
    id: did,
    controller: controllers,
    verificationMethod: shown,
    ...Object.fromEntries(purposes),
    ...Object.fromEntries(Object.entries(base).filter(([name]) => !registered.has(name))),
  };
}

/** What stands in a base document; nothing where it is no object of JSON, which the register does not check. */
export function baseOf(text: string): Record<string, unknown> {
  try {
    const value = parseStrictJson(text);
    return isRecord(value) ? value : {};
  } catch (error) {
    if (error instanceof JsonFault) return {};
    throw error;
  }
}

function publicJwk({
  publicKey,
  isSecp256k1,
}: {
  publicKey: Hex;
  isSecp256k1: boolean;
}): Record<string, unknown> | undefined {
  if (isSecp256k1) {
    // 0x04, and the two coordinates of 32 bytes.
    const coordinate = (from: number) =>
      Buffer.from(publicKey.slice(from, from + 64), "hex").toString("base64url");
    return { kty: "EC", crv: "secp256k1", x: coordinate(4), y: coordinate(68) };
  }
  const jwk = baseOf(hexToString(publicKey));
  if (typeof jwk["kty"] !== "string") return undefined;
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => publicMembers.includes(name)));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
