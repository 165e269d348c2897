import { z } from "zod";

import { ClientError } from "./client-error.ts";
import { type Did, isLegalEntity, keyOfDid } from "./did.ts";
import { parsePublicJwk, type PublicJwk } from "./jwk.ts";

/** What a key is for. */
export const relationships = [
  "authentication",
  "assertionMethod",
  "keyAgreement",
  "capabilityInvocation",
  "capabilityDelegation",
] as const;

export type Relationship = (typeof relationships)[number];

export const didContexts = [
  "https://www.w3.org/ns/did/v1",
  "https://w3id.org/security/suites/jws-2020/v1",
] as const;

const methodIds = z.array(z.string()).default([]);

/** A DID document as EBSI's registry shows it. Other members are left as they are. */
export const didDocumentSchema = z.looseObject({
  "@context": z.array(z.string()),
  id: z.string(),
  controller: z.array(z.string()).optional(),
  verificationMethod: z
    .array(
      z.looseObject({
        id: z.string(),
        type: z.string(),
        controller: z.string(),
        publicKeyJwk: z.record(z.string(), z.unknown()),
      }),
    )
    .default([]),
  authentication: methodIds,
  assertionMethod: methodIds,
  keyAgreement: methodIds,
  capabilityInvocation: methodIds,
  capabilityDelegation: methodIds,
});

export type DidDocument = z.infer<typeof didDocumentSchema>;

/** The document of a `did:key`, which nobody registers: its one key is for everything that a signature can be for. */
export function documentOfKey(did: Did): DidDocument {
  const id = `${did}#${did.slice("did:key:".length)}`;
  return {
    "@context": [...didContexts],
    id: did,
    verificationMethod: [
      { id, type: "JsonWebKey2020", controller: did, publicKeyJwk: keyOfDid(did) },
    ],
    authentication: [id],
    assertionMethod: [id],
    keyAgreement: [],
    capabilityInvocation: [id],
    capabilityDelegation: [id],
  };
}

/** The name of a key in the header of a token: for a `did:key` the key itself, else its thumbprint. */
export function keyId(did: Did, thumbprint: string): string {
  return `${did}#${isLegalEntity(did) ? thumbprint : did.slice("did:key:".length)}`;
}

/**
 * The key of a document that is for this.
 * @throws ClientError `key-invalid` if the document has no such key, or has it for something else.
 */
export function keyFor(document: DidDocument, relationship: Relationship, id: string): PublicJwk {
  const method = document.verificationMethod.find((candidate) => candidate.id === id);
  if (method === undefined || !document[relationship].includes(id)) {
    throw new ClientError(
      "key-invalid",
      `The document of ${document.id} has no key "${id}" for ${relationship}.`,
      `Sign with a key that has a valid relationship ${relationship}, and name it by its id in the document.`,
    );
  }
  return parsePublicJwk(method.publicKeyJwk);
}
