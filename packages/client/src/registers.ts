import type { Hex } from "viem";

import type { Did } from "./did.ts";
import type { DidDocument } from "./did-document.ts";

/** What an attribute makes of its DID, in the order of `IssuerType` in `contracts/identity/ITrustedIssuersRegistry.sol`. */
export const issuerTypes = ["Undefined", "RootTAO", "TAO", "TI", "Revoked"] as const;

export type IssuerType = (typeof issuerTypes)[number];

/** An attribute of an issuer as it is now. */
export interface Accreditation {
  did: string;
  attributeId: Hex;
  /** DID that accredits; for a root its own. */
  tao: string;
  /** Attribute by which it accredits; for a root this one. */
  taoAttributeId: Hex;
  issuerType: IssuerType;
  /** Whether it counts, up to a root that is admitted. */
  valid: boolean;
  /** The body that was accepted: a signed credential; undefined before that. */
  body: string | undefined;
  /** keccak256 of the types of credentials for which the TAO committed the body. */
  scope: readonly Hex[];
}

/** What an issuer anchored of a status list. */
export interface StatusListAnchor {
  /** sha-256 of the last publication. */
  hash: Hex;
  /** Number of the last publication, from 1 on. */
  sequence: bigint;
  /** Entries for which it was registered. */
  size: number;
  /** Whether its time to live is over. */
  isStale: boolean;
}

/** What a verifier asks of the registers. Whatever binds is read from the contracts; tests hold them in memory. */
export interface Registers {
  /** A document as it was at a time, in seconds since 1970, or is now; undefined for one that is unknown or ended. */
  didDocument(did: Did, at?: number): Promise<DidDocument | undefined>;
  /** Since when a key is not to be trusted, in seconds since 1970; undefined for one that was not revoked. */
  distrustedSince(did: Did, keyId: string): Promise<number | undefined>;
  /** An attribute of a DID; undefined for one that the DID does not have. */
  accreditation(did: string, attributeId: Hex): Promise<Accreditation | undefined>;
  /** Whether an attribute accredits its DID for a type of credentials, up to the root. */
  isAccredited(did: string, attributeId: Hex, credentialType: string): Promise<boolean>;
  /** Whether a body admitted a DID as a Root TAO. */
  isRootTao(did: string): Promise<boolean>;
  /** Whether a DID accepted an accreditation, now or ever. */
  isIssuer(did: string): Promise<boolean>;
  /** The text of the last revision of a schema; undefined for one that nobody registered. */
  schema(id: Hex): Promise<string | undefined>;
  /** Where the status lists of an issuer lie behind one of its proxies; undefined for an unknown one. */
  proxyPrefix(did: string, proxyId: Hex): Promise<string | undefined>;
  /** What an issuer anchored of the list at an address; undefined if nothing. */
  statusListAnchor(issuer: string, uri: string): Promise<StatusListAnchor | undefined>;
}
