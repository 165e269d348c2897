import * as z from "zod";

import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";

import { pageReading } from "../sources.ts";
import { didDocument, type RegisteredDocument, relationshipNames } from "./did-document.ts";
import { listedDidEvents } from "./did-events.ts";
import { json, notFound, operation, problemAnswer, readProblems } from "./operation.ts";
import {
  collection,
  collectionShape,
  openCollection,
  openCollectionShape,
  pageQuery,
  type PageAsked,
} from "./paging.ts";
import { Problem } from "./problem-of.ts";
import { itemsOf, pageArguments, registry } from "./registries.ts";
import { address, dateTime, did, hash, href } from "./shapes.ts";

/** Versions that are served: v6 is v5 with more, and its lists have no total. */
export const didRegistryVersions = ["v5", "v6"] as const;

export type DidRegistryVersion = (typeof didRegistryVersions)[number];

/** What the descriptions of a version begin with. */
export function didRegistryOf(version: DidRegistryVersion) {
  return {
    root: `/did-registry/${version}`,
    tag: `DID Registry ${version}`,
    /** Ends the ids of its operations, each of which stands once in `/openapi.json`. */
    suffix: version === "v5" ? "" : version.toUpperCase(),
  };
}

const pathParameters = z.object({ did });

const documentShape = z
  .looseObject({
    "@context": z.unknown(),
    id: did,
    controller: z.array(z.string()),
    verificationMethod: z.array(
      z.object({
        id: z.string().describe("DID, # and the id of the key, usually its thumbprint."),
        type: z.literal("JsonWebKey2020"),
        controller: did,
        publicKeyJwk: z.looseObject({ kty: z.string() }),
      }),
    ),
    ...Object.fromEntries(relationshipNames.map((name) => [name, z.array(z.string()).optional()])),
  })
  .meta({ id: "DidDocument", description: "W3C DID Core 1.0." });

export const documentTypes = ["application/did+ld+json", "application/did+json"] as const;

const eventShape = z.object({
  id: z.string(),
  event: z.string().describe("Name of the event of the register."),
  signer: address.describe("Account that changed the document."),
  timestamp: z.iso.datetime(),
  txId: hash,
  blockNumber: z.int().min(0),
});

function operationsOf(version: DidRegistryVersion) {
  const { root, tag, suffix } = didRegistryOf(version);

  const listIdentifiers = operation({
    id: `listIdentifiers${suffix}`,
    method: "get",
    path: `${root}/identifiers`,
    tag,
    summary: "List the DIDs of legal entities.",
    query: z.object({
      ...pageQuery,
      controller: did.optional().describe("Only DIDs that this DID controls."),
      "verification-method-id": z
        .string()
        .min(1)
        .max(64, "Give the id of a key: 1 to 64 characters.")
        .optional()
        .describe(
          "Only DIDs that have, or had, a key of this id, in the relationship that is given.",
        ),
      "verification-relationship": z
        .enum(relationshipNames, `Give one of ${relationshipNames.join(", ")}.`)
        .optional()
        .describe("Belongs to `verification-method-id`."),
    }),
    answers: {
      "200": json(
        (version === "v5" ? collectionShape : openCollectionShape)(z.object({ did, href })),
        "A page of DIDs.",
      ),
      "404": problemAnswer("The controller is no DID of this register."),
      ...readProblems,
    },
  });

  const getIdentifier = operation({
    id: `resolveIdentifier${suffix}`,
    method: "get",
    path: `${root}/identifiers/{did}`,
    tag,
    summary: "Resolve a DID to its document, now or at a time.",
    description:
      "The register itself is asked. Documents of a time that is over never change. A DID that ended resolves for the time before.",
    pathParameters,
    query: z.object({
      "valid-at": dateTime
        .optional()
        .describe("Time for which the document is wanted; now when left out."),
    }),
    answers: {
      "200": {
        description: "The document.",
        content: Object.fromEntries(documentTypes.map((type) => [type, documentShape])),
      },
      "404": problemAnswer("There is no such DID, or there was none at that time."),
      ...readProblems,
    },
  });

  const listEvents = operation({
    id: `listIdentifierEvents${suffix}`,
    method: "get",
    path: `${root}/identifiers/{did}/events`,
    tag,
    summary: "List what happened to a DID, the oldest first.",
    pathParameters,
    query: z.object(pageQuery),
    answers: {
      "200": json(openCollectionShape(eventShape), "A page of events."),
      "404": notFound,
      ...readProblems,
    },
  });

  return { listIdentifiers, getIdentifier, listEvents };
}

export const didRegistryOperations = { v5: operationsOf("v5"), v6: operationsOf("v6") } as const;

/** The register's contract and its ABI, for reads. */
async function didRegistry() {
  const { chain, address } = await registry("DidRegistry");
  return { chain, contract: { address, abi: didRegistryAbi } as const };
}

export async function readIdentifiers(
  version: DidRegistryVersion,
  url: URL,
  query: PageAsked & {
    controller?: string | undefined;
    "verification-method-id"?: string | undefined;
    "verification-relationship"?: string | undefined;
  },
) {
  const { chain, contract } = await didRegistry();
  const page = pageArguments(query);
  const {
    controller,
    "verification-method-id": methodId,
    "verification-relationship": relationship,
  } = query;
  if ((methodId === undefined) !== (relationship === undefined))
    throw new Problem(
      400,
      "The key and its relationship belong together.",
      "Give verification-method-id and verification-relationship, or neither.",
    );
  if (methodId !== undefined && controller !== undefined)
    throw new Problem(
      400,
      "The list is filtered by a controller or by a key.",
      "Give controller, or verification-method-id and verification-relationship.",
    );
  const { items, total } =
    methodId !== undefined && relationship !== undefined
      ? mapped(
          itemsOf(
            await chain.readContract({
              ...contract,
              functionName: "getDidsByVerificationRelationship",
              args: [methodId, relationship, ...page],
            }),
          ),
          ({ did }) => did,
        )
      : itemsOf(
          controller === undefined
            ? await chain.readContract({ ...contract, functionName: "getDids", args: page })
            : await chain.readContract({
                ...contract,
                functionName: "getDidsByController",
                args: [controller, ...page],
              }),
        );
  const base = `${url.origin}${didRegistryOf(version).root}/identifiers`;
  const shown = items.map((did) => ({ did, href: `${base}/${did}` }));
  if (version === "v5") return collection(url, query, { items: shown, total });
  const more = query["page[after]"] * query["page[size]"] < total;
  return openCollection(url, query, { items: shown, more });
}

function mapped<From, To>(
  { items, total }: { items: readonly From[]; total: number },
  to: (item: From) => To,
): { items: To[]; total: number } {
  return { items: items.map(to), total };
}

/**
 * The document of a DID.
 * @param validAt Milliseconds since 1970; now when left out.
 */
export async function readDocument(did: string, validAt?: number) {
  return didDocument(did, await registeredDocument(did, validAt));
}

/** A block more or less, and clocks that differ, in seconds. */
const settling = 60n;

/**
 * Whether what the register says of a time can change no more: the node's newest block is past it, whatever this server's clock says.
 * @param validAt Milliseconds since 1970.
 */
export async function isSettled(validAt: number): Promise<boolean> {
  const { chain } = await didRegistry();
  const { timestamp } = await chain.getBlock();
  return BigInt(Math.floor(validAt / 1000)) + settling < timestamp;
}

/** What the register holds of a DID, now or at a time in milliseconds since 1970. */
export async function registeredDocument(
  did: string,
  validAt?: number,
): Promise<RegisteredDocument> {
  const { chain, contract } = await didRegistry();
  return validAt === undefined
    ? chain.readContract({ ...contract, functionName: "getDidDocument", args: [did] })
    : chain.readContract({
        ...contract,
        functionName: "getDidDocumentByTimestamp",
        // Before 1970 there was no DID either.
        args: [did, BigInt(Math.max(0, Math.floor(validAt / 1000)))],
      });
}

export async function readEvents(url: URL, did: string, asked: PageAsked) {
  const { chain, contract } = await didRegistry();
  const [insertedAt] = await chain.readContract({
    ...contract,
    functionName: "didLife",
    args: [did],
  });
  if (insertedAt === 0)
    throw new Problem(
      404,
      "The DID has no document.",
      "Check the DID, or insert its document first.",
    );
  return openCollection(url, asked, await listedDidEvents(await pageReading(), did, asked));
}

/** Whether an account acts for a DID now. */
export async function actsFor(did: string, account: `0x${string}`): Promise<boolean> {
  const { chain, contract } = await didRegistry();
  return chain.readContract({ ...contract, functionName: "checkController", args: [did, account] });
}
