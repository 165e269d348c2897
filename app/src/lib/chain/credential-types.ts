import { type Hex, keccak256, stringToHex } from "viem";

import { shortened } from "#lib/ui/format.ts";

/** Types of credentials that are known by name; the register holds their hashes alone. */
const known = [
  "VerifiableCredential",
  "VerifiableAttestation",
  "VerifiableAuthorisation",
  "VerifiableAuthorisationToOnboard",
  "VerifiableAuthorisationForTrustChain",
  "VerifiableAccreditation",
  "VerifiableAccreditationToAccredit",
  "VerifiableAccreditationToAttest",
  "StatusList2021Credential",
];

/** Types that say of which kind a credential is, not what it is about: nobody is accredited for them. */
export const generalTypes: readonly string[] = [
  "VerifiableCredential",
  "VerifiableAttestation",
  "VerifiableAccreditation",
];

/** A name that a type of credentials can have. */
const namePattern = /^[A-Za-z][A-Za-z0-9]{1,127}$/;
/** Distinct words of a text in which names of types are looked for, at most. */
const mostWords = 5_000;

const names = new Map(known.map((name) => [typeHash(name), name]));

/** What the registers know a type by: keccak256 of its name. */
export function typeHash(name: string): Hex {
  return keccak256(stringToHex(name));
}

/** The name of a type of credentials by its hash; null where nobody told us its name. */
export function credentialTypeName(hash: Hex, told?: ReadonlyMap<string, string>): string | null {
  return names.get(hash) ?? told?.get(hash) ?? null;
}

/** The name of a type of credentials by its hash, or the hash where nobody told us its name. */
export function credentialType(hash: Hex, told?: ReadonlyMap<string, string>): string {
  return credentialTypeName(hash, told) ?? shortened(hash);
}

/** Names of types as people list them, with commas, spaces or lines between, each once; null where one is no name. */
export function readTypes(text: string): string[] | null {
  const types = [...new Set(text.split(/[\s,;]+/u).filter((name) => name !== ""))];
  return types.every((name) => namePattern.test(name)) ? types : null;
}

/** The types as the register takes them: hashes in ascending order. */
export function scopeOfTypes(types: readonly string[]): Hex[] {
  return types.map(typeHash).sort();
}

/**
 * Names of types that a text mentions, by their hashes. A register holds hashes alone; a word whose hash is the same can be no other
 * name, whoever wrote the text.
 */
export function typesNamedIn(text: string): ReadonlyMap<string, string> {
  const words = new Set(text.match(/[A-Za-z][A-Za-z0-9]+/g));
  return new Map(
    [...words]
      .slice(0, mostWords)
      .filter((word) => namePattern.test(word))
      .map((word) => [typeHash(word), word]),
  );
}
