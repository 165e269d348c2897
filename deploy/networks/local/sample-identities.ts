import fs from "node:fs";
import path from "node:path";

import {
  addressOf,
  type ApiPaths,
  apiPaths,
  attributeAddress,
  ChainWriter,
  credentialTypes,
  type EntityKeys,
  issueCredential,
  jwkFromPublicKey,
  LegalEntity,
  scopeOf,
  thumbprint,
} from "@foedus/client";
import { createEntityFolder, createPersonFolder } from "@foedus/client/files";
import { base58btc } from "multiformats/bases/base58";
import {
  type Address,
  encodeFunctionData,
  hexToBytes,
  type Hex,
  type PublicClient,
  sha256,
  toBytes,
  toHex,
} from "viem";

import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { trustedIssuersRegistryAbi } from "../../../generated/contracts/TrustedIssuersRegistry.ts";
import { trustedSchemasRegistryAbi } from "../../../generated/contracts/TrustedSchemasRegistry.ts";
import { roles } from "../../../generated/roles.ts";
import type { SystemAddresses } from "../../deploy.ts";
import { standardSchemaContents } from "./standard-schemas.ts";

/** Where the sample's credentials say that they are looked up, and where the keys of its entities are kept. */
export interface IdentityPlace {
  /** Address of the API. */
  api: string;
  /** A folder that is made for them; nobody but its owner reads it. */
  folder: string;
}

/** Public keys of the administrators of the organisations behind the three, 65 bytes each. */
export type SampleAdministrators = Readonly<Record<"rootTao" | "tao" | "issuer", Hex>>;

/** What of the identities stands in `identities.json`, for people and tests that go on with them. */
export interface IdentityRecord {
  rootTao: EntityRecord;
  tao: EntityRecord;
  issuer: EntityRecord;
  /** A natural person, to whom the credential was issued. */
  holder: { did: string; folder: string };
  /** Address of the schema of diplomas. */
  schema: string;
  /** File of a credential to verify. */
  credential: string;
}

interface EntityRecord {
  did: string;
  /** Folder of its keys. */
  folder: string;
  /** Attribute by which it accredits or issues. */
  attributeId: Hex;
}

const year = 365 * 86_400;
const jurisdiction = "https://publications.europa.eu/resource/authority/country/BEL";

/** What the issuer of the sample issues. */
const diploma = "DiplomaCredential";
const taoTypes = [credentialTypes.attest, credentialTypes.onboard, diploma];
const rootTypes = [credentialTypes.trustChain, credentialTypes.accredit, ...taoTypes];

const diplomaSchema = JSON.stringify({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Diploma (sample)",
  type: "object",
  properties: {
    credentialSubject: {
      type: "object",
      properties: { degree: { type: "string", minLength: 1 } },
      required: ["degree"],
    },
  },
  required: ["credentialSubject"],
});

/** The address of a schema ends with the sha-256 of its bytes, in base58btc. */
const diplomaSchemaId = hexToBytes(sha256(toBytes(diplomaSchema)));

/**
 * A Root TAO, a TAO, an issuer and a holder for people who try the embedded chain. Their keys are made at each start and stand in files; what
 * they do, they do by transactions of their own.
 */
export class SampleIdentities {
  readonly #addresses: SystemAddresses;
  readonly #place: IdentityPlace;
  readonly #paths: ApiPaths;
  readonly #entities: Record<"rootTao" | "tao" | "issuer", EntityKeys>;
  readonly #administrators: SampleAdministrators;
  readonly #writer: ChainWriter;

  private constructor(
    writer: ChainWriter,
    addresses: SystemAddresses,
    place: IdentityPlace,
    entities: Record<"rootTao" | "tao" | "issuer", EntityKeys>,
    administrators: SampleAdministrators,
  ) {
    this.#administrators = administrators;
    this.#addresses = addresses;
    this.#place = place;
    this.#paths = apiPaths(place.api);
    this.#entities = entities;
    this.#writer = writer;
  }

  static async create(
    chain: PublicClient,
    addresses: SystemAddresses,
    place: IdentityPlace,
    administrators: SampleAdministrators,
  ): Promise<SampleIdentities> {
    fs.mkdirSync(place.folder, { recursive: true, mode: 0o700 });
    const keys = (name: string) => createEntityFolder(path.join(place.folder, name));
    const entities = {
      rootTao: await keys("root-tao"),
      tao: await keys("tao"),
      issuer: await keys("issuer"),
    };
    // The node is the embedded one: what it says of itself is the configuration.
    const chainId = await chain.getChainId();
    const writer = new ChainWriter(chain, { chainId, addresses });
    return new SampleIdentities(writer, addresses, place, entities, administrators);
  }

  /** DIDs of the three. */
  get dids(): Record<"rootTao" | "tao" | "issuer", string> {
    const { rootTao, tao, issuer } = this.#entities;
    return { rootTao: rootTao.did, tao: tao.did, issuer: issuer.did };
  }

  /**
   * Everybody writes its document.
   * @param now Time of the chain, in seconds since 1970.
   */
  async insertDocuments(now: number): Promise<void> {
    const period = { from: now, until: now + 5 * year };
    for (const [name, keys] of Object.entries(this.#entities)) {
      const entity = this.#entity(keys);
      await entity.insertDocument(undefined, period);
      // The organisation's administrator acts for it too, so that people do on the embedded chain what its files do.
      const administrator = this.#administrators[name as keyof SampleAdministrators];
      const publicJwk = jwkFromPublicKey("ES256K", hexToBytes(administrator));
      const key = { publicJwk, algorithm: "ES256K", thumbprint: thumbprint(publicJwk) } as const;
      await entity.addKey(key, ["capabilityInvocation"], period);
    }
  }

  /** What the Assembly decides: who is a root of trust and for what, the account by which verifiers know it, and every schema that the sample's credentials name. */
  calls(): { target: Address; data: Hex }[] {
    const { did, account } = this.#entities.rootTao;
    const { Authority, TrustedIssuersRegistry, TrustedSchemasRegistry } = this.#addresses;
    const schemas = [
      ...standardSchemaContents,
      {
        schemaId: toHex(diplomaSchemaId),
        schema: diplomaSchema,
        metadata: JSON.stringify({ title: "Diploma (sample)" }),
      },
    ];
    return [
      {
        target: TrustedIssuersRegistry,
        data: encodeFunctionData({
          abi: trustedIssuersRegistryAbi,
          functionName: "admitRootTao",
          args: [did, scopeOf(rootTypes)],
        }),
      },
      {
        target: Authority,
        data: encodeFunctionData({
          abi: authorityAbi,
          functionName: "grantRole",
          args: [roles.ROOT_TAOS, addressOf(account.publicJwk), 0],
        }),
      },
      ...schemas.map(({ schemaId, schema, metadata }) => ({
        target: TrustedSchemasRegistry,
        data: encodeFunctionData({
          abi: trustedSchemasRegistryAbi,
          functionName: "insertSchema",
          args: [schemaId, toHex(schema), toHex(metadata)],
        }),
      })),
    ];
  }

  /**
   * The root accredits itself, then the TAO, and the TAO the issuer, which issues a credential. Afterwards all of it stands in the folder.
   * @param now Time of the chain, in seconds since 1970.
   */
  async accredit(now: number): Promise<IdentityRecord> {
    const { rootTao, tao, issuer } = this.#entities;
    const period = { from: now, until: now + 2 * year };
    const root = await this.#entity(rootTao).accreditItself({
      types: rootTypes,
      jurisdiction,
      period,
    });
    const below = await this.#entity(rootTao).accredit({
      did: tao.did,
      issuerType: "TAO",
      taoAttributeId: root.attributeId,
      types: taoTypes,
      jurisdiction,
      period,
    });
    await this.#entity(tao).acceptAccreditation(below.attributeId, below.body);
    const last = await this.#entity(tao).accredit({
      did: issuer.did,
      issuerType: "TI",
      taoAttributeId: below.attributeId,
      types: [diploma],
      schema: this.#schema,
      jurisdiction,
      period,
    });
    await this.#entity(issuer).acceptAccreditation(last.attributeId, last.body);
    return await this.#keep(now, {
      rootTao: root.attributeId,
      tao: below.attributeId,
      issuer: last.attributeId,
    });
  }

  async #keep(
    now: number,
    attributes: Record<"rootTao" | "tao" | "issuer", Hex>,
  ): Promise<IdentityRecord> {
    const { folder } = this.#place;
    const { issuer } = this.#entities;
    const holder = await createPersonFolder(path.join(folder, "holder"));
    const credential = issueCredential(issuer.did, issuer.signing, {
      types: [diploma],
      subject: { id: holder.did, degree: "Master of Public Administration (sample)" },
      schema: this.#schema,
      termsOfUse: [
        attributeAddress(this.#paths.trustedIssuersRegistry, issuer.did, attributes.issuer),
      ],
      validFrom: now,
      validUntil: now + year,
    });
    const file = path.join(folder, "credential.jwt");
    fs.writeFileSync(file, `${credential}\n`);
    const entity = (name: keyof typeof attributes, below: string): EntityRecord => ({
      did: this.#entities[name].did,
      folder: path.join(folder, below),
      attributeId: attributes[name],
    });
    const record: IdentityRecord = {
      rootTao: entity("rootTao", "root-tao"),
      tao: entity("tao", "tao"),
      issuer: entity("issuer", "issuer"),
      holder: { did: holder.did, folder: path.join(folder, "holder") },
      schema: this.#schema,
      credential: file,
    };
    fs.writeFileSync(path.join(folder, "identities.json"), `${JSON.stringify(record, null, 2)}\n`);
    return record;
  }

  get #schema(): string {
    return `${this.#paths.trustedSchemasRegistry}/schemas/${base58btc.encode(diplomaSchemaId)}`;
  }

  #entity(keys: EntityKeys): LegalEntity {
    return new LegalEntity(keys, this.#paths, this.#writer);
  }
}
