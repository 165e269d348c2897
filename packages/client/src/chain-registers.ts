import { type Address, hexToString, keccak256, type PublicClient, toBytes, type Hex } from "viem";

import { didRegistryAbi } from "../../../generated/contracts/DidRegistry.ts";
import { statusListsAbi } from "../../../generated/contracts/StatusLists.ts";
import { trustedIssuersRegistryAbi } from "../../../generated/contracts/TrustedIssuersRegistry.ts";
import { trustedSchemasRegistryAbi } from "../../../generated/contracts/TrustedSchemasRegistry.ts";
import { orUndefined } from "./contract-views.ts";
import type { Did } from "./did.ts";
import { didContexts, type DidDocument, type Relationship, relationships } from "./did-document.ts";
import type { RegisterAddresses } from "./register-calls.ts";
import { type RegisteredKey, registeredJwk } from "./registered-key.ts";
import {
  type Accreditation,
  issuerTypes,
  type Registers,
  type StatusListAnchor,
} from "./registers.ts";
import { strictObject } from "./strict-json.ts";

/** What the register of DIDs answers about one, in its own order. */
type RegisteredDocument = readonly [
  baseDocument: string,
  controllers: readonly string[],
  methodIds: readonly string[],
  methods: readonly RegisteredKey[],
  relationships: readonly { name: string; vMethodId: string }[],
];

const zero: Hex = `0x${"0".repeat(64)}`;

/** Where everything stands that a verifier reads. */
export type ReadAddresses = RegisterAddresses & Readonly<Record<"TrustedSchemasRegistry", Address>>;

/** The registers as the contracts answer them now. */
export class ChainRegisters implements Registers {
  readonly #chain: PublicClient;
  readonly #dids: { address: Address; abi: typeof didRegistryAbi };
  readonly #issuers: { address: Address; abi: typeof trustedIssuersRegistryAbi };
  readonly #schemas: { address: Address; abi: typeof trustedSchemasRegistryAbi };
  readonly #lists: { address: Address; abi: typeof statusListsAbi };

  constructor(chain: PublicClient, addresses: ReadAddresses) {
    this.#chain = chain;
    this.#dids = { address: addresses.DidRegistry, abi: didRegistryAbi };
    this.#issuers = { address: addresses.TrustedIssuersRegistry, abi: trustedIssuersRegistryAbi };
    this.#schemas = {
      address: addresses.TrustedSchemasRegistry,
      abi: trustedSchemasRegistryAbi,
    };
    this.#lists = { address: addresses.StatusLists, abi: statusListsAbi };
  }

  async didDocument(did: Did, at?: number): Promise<DidDocument | undefined> {
    const registered = await orUndefined(
      at === undefined
        ? this.#chain.readContract({ ...this.#dids, functionName: "getDidDocument", args: [did] })
        : this.#chain.readContract({
            ...this.#dids,
            functionName: "getDidDocumentByTimestamp",
            args: [did, BigInt(at)],
          }),
    );
    return registered && documentOfRegister(did, registered);
  }

  async distrustedSince(did: Did, keyId: string): Promise<number | undefined> {
    const method = await orUndefined(
      this.#chain.readContract({
        ...this.#dids,
        functionName: "verificationMethod",
        args: [did, keyId.slice(did.length + 1)],
      }),
    );
    return method === undefined || method.revokedAt === 0 ? undefined : method.revokedFrom;
  }

  async accreditation(did: string, attributeId: Hex): Promise<Accreditation | undefined> {
    const found = await this.#chain.readContract({
      ...this.#issuers,
      functionName: "accreditation",
      args: [attributeId],
    });
    if (found.didHash !== keccak256(toBytes(did))) return undefined;
    const isAccepted = found.accepted !== zero;
    const [tao, revision, scope] = await Promise.all([
      this.#chain.readContract({ ...this.#dids, functionName: "didOf", args: [found.taoHash] }),
      isAccepted
        ? this.#chain.readContract({
            ...this.#issuers,
            functionName: "getRevisionAttribute",
            args: [did, attributeId, found.accepted],
          })
        : undefined,
      this.#chain.readContract({
        ...this.#issuers,
        functionName: "scopeOf",
        args: [attributeId, found.accepted],
      }),
    ]);
    return {
      did,
      attributeId,
      tao,
      taoAttributeId: found.taoAttributeId,
      issuerType: issuerTypes[found.issuerType] ?? "Undefined",
      valid: found.valid,
      body: revision && hexToString(revision.attribData),
      scope,
    };
  }

  async isAccredited(did: string, attributeId: Hex, credentialType: string): Promise<boolean> {
    return this.#chain.readContract({
      ...this.#issuers,
      functionName: "isAccredited",
      args: [did, attributeId, keccak256(toBytes(credentialType))],
    });
  }

  async isRootTao(did: string): Promise<boolean> {
    const [admitted] = await this.#chain.readContract({
      ...this.#issuers,
      functionName: "rootTao",
      args: [did],
    });
    return admitted;
  }

  async isIssuer(did: string): Promise<boolean> {
    const issuer = await orUndefined(
      this.#chain.readContract({ ...this.#issuers, functionName: "getIssuer", args: [did] }),
    );
    if (issuer === undefined) return false;
    const [noAttributesAccepted, total] = issuer;
    return !noAttributesAccepted && total > 0n;
  }

  async schema(id: Hex): Promise<string | undefined> {
    const content = await orUndefined(
      this.#chain.readContract({
        ...this.#schemas,
        functionName: "getLatestSchemaRevision",
        args: [id],
      }),
    );
    return content && hexToString(content);
  }

  async proxyPrefix(did: string, proxyId: Hex): Promise<string | undefined> {
    const data = await orUndefined(
      this.#chain.readContract({
        ...this.#issuers,
        functionName: "getIssuerProxyById",
        args: [did, proxyId],
      }),
    );
    return data && prefixIn(data);
  }

  async statusListAnchor(issuer: string, uri: string): Promise<StatusListAnchor | undefined> {
    const list = await this.#chain.readContract({
      ...this.#lists,
      functionName: "listId",
      args: [issuer, uri],
    });
    const { sequence, size } = await this.#chain.readContract({
      ...this.#lists,
      functionName: "statusList",
      args: [list],
    });
    if (sequence === 0n) return undefined;
    const [{ hash }, isStale] = await Promise.all([
      this.#chain.readContract({
        ...this.#lists,
        functionName: "publication",
        args: [list, sequence],
      }),
      this.#chain.readContract({ ...this.#lists, functionName: "isStale", args: [list] }),
    ]);
    return { hash, sequence, size, isStale };
  }
}

/** The keys of a document and what they are for: all that a verifier needs of it. */
function documentOfRegister(
  did: Did,
  [, controller, methodIds, methods, registered]: RegisteredDocument,
): DidDocument {
  const verificationMethod = methodIds.flatMap((methodId, index) => {
    const method = methods[index];
    const publicKeyJwk = method && registeredJwk(method);
    return publicKeyJwk === undefined
      ? []
      : [{ id: `${did}#${methodId}`, type: "JsonWebKey2020", controller: did, publicKeyJwk }];
  });
  const known = new Set(verificationMethod.map(({ id }) => id));
  const having = (relationship: Relationship) => [
    ...new Set(
      registered
        .filter(({ name }) => name === relationship)
        .map(({ vMethodId }) => `${did}#${vMethodId}`)
        .filter((id) => known.has(id)),
    ),
  ];
  return {
    "@context": [...didContexts],
    id: did,
    controller: [...controller],
    verificationMethod,
    ...(Object.fromEntries(relationships.map((name) => [name, having(name)])) as Record<
      Relationship,
      string[]
    >),
  };
}

/** The prefix in the data of a proxy; undefined where it names none. */
function prefixIn(data: string): string | undefined {
  const prefix = strictObject(data)?.["prefix"];
  return typeof prefix === "string" ? prefix : undefined;
}
