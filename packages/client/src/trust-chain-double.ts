import { type Hex, toHex } from "viem";

import { apiPaths, standardSchemas } from "./api-paths.ts";
import { attributeAddress, issueAccreditation, issueCredential, scopeOf } from "./credential.ts";
import { createEbsiDid, type Did } from "./did.ts";
import { KeyPair } from "./key-pair.ts";
import { RegistersDouble } from "./registers-double.ts";
import type { IssuerType } from "./registers.ts";

const paths = apiPaths("https://foedus.example");
const schema = `${paths.trustedSchemasRegistry}/schemas/${standardSchemas.attestation}`;
const addresses = {
  registry: paths.trustedIssuersRegistry,
  accreditationSchema: `${paths.trustedSchemasRegistry}/schemas/${standardSchemas.accreditation}`,
};

/** A legal entity of the double, with a key for each purpose. */
export interface EntityDouble {
  did: Did;
  /** ES256, for credentials. */
  signing: KeyPair;
  /** ES256K, for presentations and transactions. */
  account: KeyPair;
  attributeId: Hex;
}

/** A Root TAO, a TAO below it and an issuer below that, in registers in memory, for tests. */
export class TrustChainDouble {
  readonly registers = new RegistersDouble();
  /** Seconds since 1970 at which everything was written. */
  readonly since: number;
  readonly root: EntityDouble;
  readonly tao: EntityDouble;
  readonly issuer: EntityDouble;
  readonly paths = paths;

  constructor(since: number = Math.floor(Date.now() / 1000) - 3_600) {
    this.since = since;
    const below = ["VerifiableAuthorisationToOnboard", "DiplomaCredential"];
    const attest = ["VerifiableAccreditationToAttest", ...below];
    const accredit = ["VerifiableAccreditationToAccredit", ...attest];
    this.root = this.entity(1);
    this.tao = this.entity(2);
    this.issuer = this.entity(3);
    this.registers.roots.add(this.root.did);
    this.accredit(this.root, this.root, "RootTAO", accredit);
    this.accredit(this.root, this.tao, "TAO", attest);
    this.accredit(this.tao, this.issuer, "TI", ["DiplomaCredential"]);
  }

  /** A registered entity without an accreditation. */
  entity(number: number): EntityDouble {
    const entity = {
      did: createEbsiDid(),
      signing: KeyPair.generate("ES256"),
      account: KeyPair.generate("ES256K"),
      attributeId: toHex(number, { size: 32 }),
    };
    const { did, signing, account } = entity;
    this.registers.addKey(did, account, ["authentication", "capabilityInvocation"], this.since);
    this.registers.addKey(did, signing, ["authentication", "assertionMethod"], this.since);
    return entity;
  }

  /** @param signer Who signs the body: the TAO, unless a test wants a stranger. */
  accredit(
    tao: EntityDouble,
    to: EntityDouble,
    issuerType: IssuerType,
    types: readonly string[],
    signer: KeyPair = tao.signing,
  ): void {
    const body = issueAccreditation(tao.did, signer, addresses, {
      kind: issuerType === "TI" ? "attest" : "accredit",
      subject: to.did,
      attributeId: to.attributeId,
      types,
      schema,
      jurisdiction: "https://publications.europa.eu/resource/authority/atu/FIN",
      termsOfUse: this.termsOf(tao),
      validFrom: this.since,
      validUntil: this.since + 365 * 86_400,
    });
    this.registers.attributes.set(to.attributeId, {
      did: to.did,
      attributeId: to.attributeId,
      tao: tao.did,
      taoAttributeId: tao.attributeId,
      issuerType,
      valid: true,
      body,
      scope: scopeOf(types),
    });
  }

  termsOf({ did, attributeId }: EntityDouble): string[] {
    return [attributeAddress(paths.trustedIssuersRegistry, did, attributeId)];
  }

  /** A credential that an entity of the chain issues. */
  credential(
    by: EntityDouble,
    subject: Did,
    types: readonly string[],
    change: { key?: KeyPair; status?: object; validUntil?: number; boundTo?: string } = {},
  ): string {
    const { key = by.signing, ...rest } = change;
    return issueCredential(by.did, key, {
      types,
      subject: { id: subject },
      schema,
      termsOfUse: this.termsOf(by),
      validFrom: this.since + 60,
      ...rest,
    });
  }
}
