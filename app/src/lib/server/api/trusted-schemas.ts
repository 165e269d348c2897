import { base58btc } from "multiformats/bases/base58";
import { bytesToHex, hexToBytes, hexToString } from "viem";
import * as z from "zod";

import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";

import { pageReading } from "../sources.ts";
import { json, notFound, operation, problemAnswer, readProblems } from "./operation.ts";
import { collection, collectionShape, type PageAsked, pageQuery } from "./paging.ts";
import { Problem } from "./problem-of.ts";
import { itemsOf, pageArguments, registry } from "./registries.ts";
import { schemaRevisionAt } from "./schema-revision-at.ts";
import { dateTime, hash, href, text } from "./shapes.ts";

type Hex = `0x${string}`;

const root = "/trusted-schemas-registry/v3";
const tag = "Trusted Schemas Registry v3";

/** At most 64 bytes, as people see them or as they are. */
export const schemaIdShape = text(
  /^(?:z[1-9A-HJ-NP-Za-km-z]{1,90}|0x(?:[0-9a-fA-F]{2}){1,64})$/,
  "Give the id as multibase base58btc (z…), or as 0x and hexadecimal digits.",
).describe("Multibase base58btc.");

const schemaShape = z
  .looseObject({})
  .meta({ id: "CredentialSchema", description: "JSON Schema of credentials." });

const ofSchema = z.object({ schemaId: schemaIdShape });
const ofRevision = z.object({ schemaId: schemaIdShape, schemaRevisionId: hash });
const ofMetadata = z.object({ ...ofRevision.shape, metadataId: hash });

export const listSchemas = operation({
  id: "listSchemas",
  method: "get",
  path: `${root}/schemas`,
  tag,
  summary: "List the schemas of credentials.",
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ schemaId: z.string(), href })), "A page of schemas."),
    ...readProblems,
  },
});

export const getSchema = operation({
  id: "getSchema",
  method: "get",
  path: `${root}/schemas/{schemaId}`,
  tag,
  summary: "Give the last revision of a schema, now or at a time.",
  pathParameters: ofSchema,
  query: z.object({
    "valid-at": dateTime
      .optional()
      .describe("Time at which the revision was the last one; now when left out."),
  }),
  answers: {
    "200": json(schemaShape, "The schema."),
    "404": problemAnswer("There is no such schema, or there was none at that time."),
    ...readProblems,
  },
});

export const listSchemaRevisions = operation({
  id: "listSchemaRevisions",
  method: "get",
  path: `${root}/schemas/{schemaId}/revisions`,
  tag,
  summary: "List the revisions of a schema, the oldest first.",
  pathParameters: ofSchema,
  query: z.object(pageQuery),
  answers: {
    "200": json(
      collectionShape(z.object({ schemaRevisionId: hash, href })),
      "A page of revisions.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

export const getSchemaRevision = operation({
  id: "getSchemaRevision",
  method: "get",
  path: `${root}/schemas/{schemaId}/revisions/{schemaRevisionId}`,
  tag,
  summary: "Give a revision of a schema.",
  pathParameters: ofRevision,
  answers: { "200": json(schemaShape, "The schema."), "404": notFound, ...readProblems },
});

export const listSchemaMetadata = operation({
  id: "listSchemaMetadata",
  method: "get",
  path: `${root}/schemas/{schemaId}/revisions/{schemaRevisionId}/metadata`,
  tag,
  summary: "List what was said about a revision, the oldest first.",
  pathParameters: ofRevision,
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ metadataId: hash, href })), "A page of metadata."),
    "404": notFound,
    ...readProblems,
  },
});

export const getSchemaMetadata = operation({
  id: "getSchemaMetadata",
  method: "get",
  path: `${root}/schemas/{schemaId}/revisions/{schemaRevisionId}/metadata/{metadataId}`,
  tag,
  summary: "Give metadata of a revision.",
  pathParameters: ofMetadata,
  answers: { "200": json(z.looseObject({}), "The metadata."), "404": notFound, ...readProblems },
});

async function schemas() {
  const { chain, address } = await registry("TrustedSchemasRegistry");
  return { chain, contract: { address, abi: trustedSchemasRegistryAbi } as const };
}

/** The bytes of an id. */
export function schemaIdBytes(id: string): Hex {
  if (id.startsWith("0x")) return id as Hex;
  return bytesToHex(base58btc.decode(id));
}

/** An id as people see it. */
export function shownSchemaId(bytes: Hex): string {
  return base58btc.encode(hexToBytes(bytes));
}

/** The register takes any bytes: what is no JSON is a fault of the entry, not of the question. */
function jsonOf(bytes: Hex): unknown {
  const text = hexToString(bytes);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Falls through to the same answer.
  }
  throw new Problem(
    404,
    "The entry is no JSON object.",
    "The body that keeps the schemas has to update it.",
  );
}

export async function readSchemas(url: URL, query: PageAsked) {
  const { chain, contract } = await schemas();
  const { items, total } = itemsOf(
    await chain.readContract({
      ...contract,
      functionName: "getSchemaIds",
      args: pageArguments(query),
    }),
  );
  return collection(url, query, {
    items: items.map((bytes) => {
      const schemaId = shownSchemaId(bytes);
      return { schemaId, href: `${url.origin}${root}/schemas/${schemaId}` };
    }),
    total,
  });
}

/**
 * A schema.
 * @param validAt Milliseconds since 1970; now when left out.
 */
export async function readSchema(schemaId: string, validAt?: number) {
  const { chain, contract } = await schemas();
  // It tells a schema that is not registered, too.
  const latest = await chain.readContract({
    ...contract,
    functionName: "getLatestSchemaRevision",
    args: [schemaIdBytes(schemaId)],
  });
  if (validAt === undefined) return jsonOf(latest);
  const at = Math.max(0, Math.floor(validAt / 1000));
  const revision = await schemaRevisionAt(await pageReading(), schemaIdBytes(schemaId), at);
  if (revision === undefined)
    throw new Problem(
      404,
      "The schema was not registered yet at that time.",
      "Give a later time, or leave valid-at out for the schema as it is now.",
    );
  return readSchemaRevision(schemaId, revision);
}

export async function readSchemaRevisions(url: URL, schemaId: string, query: PageAsked) {
  const { chain, contract } = await schemas();
  const { items, total } = itemsOf(
    await chain.readContract({
      ...contract,
      functionName: "getSchemaRevisionIds",
      args: [schemaIdBytes(schemaId), ...pageArguments(query)],
    }),
  );
  return collection(url, query, {
    items: items.map((schemaRevisionId) => ({
      schemaRevisionId,
      href: `${url.origin}${root}/schemas/${schemaId}/revisions/${schemaRevisionId}`,
    })),
    total,
  });
}

export async function readSchemaRevision(schemaId: string, revision: string) {
  const { chain, contract } = await schemas();
  return jsonOf(
    await chain.readContract({
      ...contract,
      functionName: "getSchemaRevision",
      args: [schemaIdBytes(schemaId), revision as Hex],
    }),
  );
}

export async function readSchemaMetadataList(
  url: URL,
  schemaId: string,
  revision: string,
  query: PageAsked,
) {
  const { chain, contract } = await schemas();
  const { items, total } = itemsOf(
    await chain.readContract({
      ...contract,
      functionName: "getSchemaRevisionMetadataIds",
      args: [schemaIdBytes(schemaId), revision as Hex, ...pageArguments(query)],
    }),
  );
  return collection(url, query, {
    items: items.map((metadataId) => ({
      metadataId,
      href: `${url.origin}${root}/schemas/${schemaId}/revisions/${revision}/metadata/${metadataId}`,
    })),
    total,
  });
}

export async function readSchemaMetadata(schemaId: string, revision: string, metadataId: string) {
  const { chain, contract } = await schemas();
  return jsonOf(
    await chain.readContract({
      ...contract,
      functionName: "getSchemaRevisionMetadataByMetadataId",
      args: [schemaIdBytes(schemaId), revision as Hex, metadataId as Hex],
    }),
  );
}
