import { keccak256, toBytes, type Hex } from "viem";

import type { Did } from "./did.ts";
import { didContexts, type DidDocument, type Relationship } from "./did-document.ts";
import type { KeyPair } from "./key-pair.ts";
import type { Accreditation, Registers, StatusListAnchor } from "./registers.ts";

interface HeldKey {
  key: KeyPair;
  relationships: readonly Relationship[];
  /** Seconds since 1970. */
  notBefore: number;
  notAfter: number;
  distrustedSince: number | undefined;
}

/** Registers in memory, for tests: what the contracts would answer, without a chain. */
export class RegistersDouble implements Registers {
  readonly roots = new Set<string>();
  readonly attributes = new Map<string, Accreditation>();
  /** Texts of schemas by their ids. */
  readonly schemas = new Map<Hex, string>();
  readonly proxies = new Map<string, string>();
  readonly anchors = new Map<string, StatusListAnchor>();
  readonly #keys = new Map<string, HeldKey[]>();

  addKey(did: Did, key: KeyPair, relationships: readonly Relationship[], notBefore = 0): HeldKey {
    const held = { key, relationships, notBefore, notAfter: 2 ** 48, distrustedSince: undefined };
    this.#keys.set(did, [...(this.#keys.get(did) ?? []), held]);
    return held;
  }

  async didDocument(
    did: Did,
    at = Math.floor(Date.now() / 1000),
  ): Promise<DidDocument | undefined> {
    const held = this.#keys
      .get(did)
      ?.filter(({ notBefore, notAfter }) => notBefore <= at && at <= notAfter);
    if (held === undefined) return undefined;
    const id = ({ thumbprint }: KeyPair) => `${did}#${thumbprint}`;
    const having = (relationship: Relationship) =>
      held
        .filter(({ relationships }) => relationships.includes(relationship))
        .map(({ key }) => id(key));
    return {
      "@context": [...didContexts],
      id: did,
      controller: [did],
      verificationMethod: held.map(({ key }) => ({
        id: id(key),
        type: "JsonWebKey2020",
        controller: did,
        publicKeyJwk: { ...key.publicJwk },
      })),
      authentication: having("authentication"),
      assertionMethod: having("assertionMethod"),
      keyAgreement: having("keyAgreement"),
      capabilityInvocation: having("capabilityInvocation"),
      capabilityDelegation: having("capabilityDelegation"),
    };
  }

  async distrustedSince(did: Did, keyId: string): Promise<number | undefined> {
    return this.#keys.get(did)?.find(({ key }) => keyId === `${did}#${key.thumbprint}`)
      ?.distrustedSince;
  }

  async accreditation(did: string, attributeId: Hex): Promise<Accreditation | undefined> {
    const found = this.attributes.get(attributeId);
    return found?.did === did ? { ...found, valid: this.#counts(found) } : undefined;
  }

  async isAccredited(did: string, attributeId: Hex, credentialType: string): Promise<boolean> {
    const found = this.attributes.get(attributeId);
    const type = keccak256(toBytes(credentialType));
    return found?.did === did && this.#counts(found) && this.#covers(found, type);
  }

  async isRootTao(did: string): Promise<boolean> {
    return this.roots.has(did);
  }

  async isIssuer(did: string): Promise<boolean> {
    return [...this.attributes.values()].some((one) => one.did === did && one.body !== undefined);
  }

  async schema(id: Hex): Promise<string | undefined> {
    return this.schemas.get(id);
  }

  async proxyPrefix(did: string, proxyId: Hex): Promise<string | undefined> {
    return this.proxies.get(`${did} ${proxyId}`);
  }

  async statusListAnchor(issuer: string, uri: string): Promise<StatusListAnchor | undefined> {
    return this.anchors.get(`${issuer} ${uri}`);
  }

  #counts(one: Accreditation): boolean {
    if (one.body === undefined || one.issuerType === "Revoked") return false;
    if (one.issuerType === "RootTAO") return this.roots.has(one.did);
    const above = this.attributes.get(one.taoAttributeId);
    return above !== undefined && this.#counts(above);
  }

  #covers(one: Accreditation, type: Hex): boolean {
    if (!one.scope.includes(type)) return false;
    const above = this.attributes.get(one.taoAttributeId);
    return one.issuerType === "RootTAO" || (above !== undefined && this.#covers(above, type));
  }
}
