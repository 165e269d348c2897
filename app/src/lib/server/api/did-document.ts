import { type RegisteredKey, registeredJwk, strictObject } from "@foedus/client";

import { ParameterFault } from "./rpc-method.ts";

/** What the register of DIDs answers about one, in its own order. */
export type RegisteredDocument = readonly [
  baseDocument: string,
  controllers: readonly string[],
  methodIds: readonly string[],
  methods: readonly (RegisteredKey & { revoked: boolean })[],
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

export type DidDocument = Record<string, unknown> & { id: string };

/** The DID document (W3C DID Core 1.0) of what the register holds. */
export function didDocument(
  did: string,
  [baseDocument, controllers, methodIds, methods, relationships]: RegisteredDocument,
): DidDocument {
  const keys = methods.map(registeredJwk);
  const shown = methodIds.flatMap((methodId, i) => {
    const publicKeyJwk = keys[i];
    // The register takes any text for a key of another curve: it leaves with all that it is for.
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
  const { "@context": context = contexts, ...base } = strictObject(baseDocument) ?? {};
  return {
    "@context": context,
    id: did,
    controller: controllers,
    verificationMethod: shown,
    ...Object.fromEntries(purposes),
    ...Object.fromEntries(Object.entries(base).filter(([name]) => !registered.has(name))),
  };
}

/**
 * What stands in a base document, for whoever changes a part of it; an empty one is that of a document without services.
 * @throws ParameterFault for one that is no object of JSON, which the register does not check: the rest of it would be lost.
 */
export function baseOf(text: string): Record<string, unknown> {
  const base = text === "" ? {} : strictObject(text);
  if (base === undefined)
    throw new ParameterFault(
      "did",
      `The base document of the DID is no object of JSON that names each member once: ${text.slice(0, 100)}`,
      "Replace it by updateBaseDocument, with all that is to stay, and then change its services.",
    );
  return { "@context": contexts, ...base };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
