import { keccak256, stringToHex } from "viem";

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
];

const names = new Map(known.map((name) => [keccak256(stringToHex(name)), name]));

/** The name of a type of credentials by its hash, or the hash where nobody told us its name. */
export function credentialType(hash: `0x${string}`): string {
  return names.get(hash) ?? shortened(hash);
}
