import { JsonFault, parseStrictJson } from "@foedus/client";
import { base64, base64url } from "multiformats/bases/base64";
import * as Digest from "multiformats/hashes/digest";
import { bytesToHex, type Hex, hexToBytes, hexToString } from "viem";
import * as z from "zod";

import { timestampsAbi } from "#generated/contracts/Timestamps.ts";

import { pageReading } from "../sources.ts";
import { listedRecords, listedTimestamps } from "./anchored-lists.ts";
import { json, notFound, operation, readProblems } from "./operation.ts";
import {
  collection,
  collectionShape,
  openCollection,
  openCollectionShape,
  type PageAsked,
  pageOf,
  pageQuery,
} from "./paging.ts";
import { Problem } from "./problem-of.ts";
import { registry } from "./registries.ts";
import { address, bytes, hash, href, numberInAddress, text, wholeNumber } from "./shapes.ts";

const root = "/timestamp/v4";
const tag = "Timestamp v4";

/** Codes of the table of multihash, by the names that the contract keeps. */
const multihashCodes: Readonly<Record<string, number>> = {
  sha1: 0x11,
  "sha2-256": 0x12,
  "sha2-512": 0x13,
  "sha3-512": 0x14,
  "sha3-384": 0x15,
  "sha3-256": 0x16,
  "sha3-224": 0x17,
  "sha2-384": 0x20,
  "sha2-224": 0x1013,
  "blake2b-256": 0xb220,
};

const statuses = ["undefined", "active", "revoked"] as const;

const algorithmId = z.object({
  hashAlgorithmId: numberInAddress(wholeNumber(0, 2 ** 31 - 1)),
});

const timestampIdShape = text(
  /^(?:u[A-Za-z0-9_-]{46}|0x[0-9a-fA-F]{64})$/,
  "Give the id as multibase base64url (u…) of its multihash, or as 0x and 64 hexadecimal digits.",
).describe("Multibase base64url of the multihash of the sha-256 of the hash.");

export const recordIdShape = text(
  /^(?:u[A-Za-z0-9_-]{43}|0x[0-9a-fA-F]{64})$/,
  "Give the id as multibase base64url (u…), or as 0x and 64 hexadecimal digits.",
).describe("Multibase base64url.");

const ofRecord = z.object({ recordId: recordIdShape });

export const listHashAlgorithms = operation({
  id: "listHashAlgorithms",
  method: "get",
  path: `${root}/hash-algorithms`,
  tag,
  summary: "List the hash algorithms.",
  query: z.object(pageQuery),
  answers: {
    "200": json(
      collectionShape(z.object({ hashAlgorithmId: z.int().min(0), href })),
      "A page of algorithms.",
    ),
    ...readProblems,
  },
});

export const getHashAlgorithm = operation({
  id: "getHashAlgorithm",
  method: "get",
  path: `${root}/hash-algorithms/{hashAlgorithmId}`,
  tag,
  summary: "Give a hash algorithm.",
  pathParameters: algorithmId,
  answers: {
    "200": json(
      z.object({
        outputLengthBits: z.int().min(1),
        ianaName: z.string(),
        oid: z.string(),
        status: z.enum(statuses),
        multiHash: z.string().describe("Name in the table of multihash."),
      }),
      "The algorithm.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

export const listTimestamps = operation({
  id: "listTimestamps",
  method: "get",
  path: `${root}/timestamps`,
  tag,
  summary: "List the timestamps, the oldest first.",
  query: z.object(pageQuery),
  answers: {
    "200": json(
      openCollectionShape(z.object({ timestampId: z.string(), href })),
      "A page of timestamps.",
    ),
    ...readProblems,
  },
});

export const getTimestamp = operation({
  id: "getTimestamp",
  method: "get",
  path: `${root}/timestamps/{timestampId}`,
  tag,
  summary: "Give a timestamp: which hash was anchored, when and by whom.",
  pathParameters: z.object({ timestampId: timestampIdShape }),
  answers: {
    "200": json(
      z.object({
        hash: z.string().describe("Multibase base64 of the multihash."),
        timestampedBy: address,
        blockNumber: z.int().min(0),
        timestamp: z.iso.datetime(),
        transactionHash: hash,
        data: z.string().describe("Bytes in hexadecimal digits, as they were given."),
      }),
      "The timestamp.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

export const listRecords = operation({
  id: "listRecords",
  method: "get",
  path: `${root}/records`,
  tag,
  summary: "List the records of documents, the oldest first.",
  query: z.object({
    ...pageQuery,
    owner: address.optional().describe("Only records that this account owns now."),
    "first-version": bytes
      .optional()
      .describe("Only records in whose first version this hash stands."),
  }),
  answers: {
    "200": json(
      openCollectionShape(z.object({ recordId: z.string(), href })),
      "A page of records.",
    ),
    ...readProblems,
  },
});

export const getRecord = operation({
  id: "getRecord",
  method: "get",
  path: `${root}/records/{recordId}`,
  tag,
  summary: "Give a record.",
  pathParameters: ofRecord,
  answers: {
    "200": json(
      z.object({
        ownerIds: z.array(z.string()),
        revokedOwnerIds: z.array(z.string()),
        firstVersionTimestamps: z.array(z.string()).describe("Hashes of the first version."),
        lastVersionTimestamps: z.array(z.string()).describe("Hashes of the last version."),
        totalVersions: z.int().min(1),
      }),
      "The record.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

export const listRecordVersions = operation({
  id: "listRecordVersions",
  method: "get",
  path: `${root}/records/{recordId}/versions`,
  tag,
  summary: "List the versions of a record.",
  pathParameters: ofRecord,
  query: z.object(pageQuery),
  answers: {
    "200": json(
      collectionShape(z.object({ versionId: z.int().min(0), href })),
      "A page of versions.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

export const getRecordVersion = operation({
  id: "getRecordVersion",
  method: "get",
  path: `${root}/records/{recordId}/versions/{versionId}`,
  tag,
  summary: "Give a version of a record.",
  pathParameters: z.object({
    ...ofRecord.shape,
    versionId: numberInAddress(wholeNumber(0, 2 ** 31 - 1)).describe("Counted from 0."),
  }),
  answers: {
    "200": json(
      z.object({
        hashes: z.array(z.string()),
        info: z
          .array(z.unknown())
          .describe(
            "What the version tells: JSON where it is some, else its bytes in hexadecimal digits.",
          ),
      }),
      "The version.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

async function timestamps() {
  const { chain, address } = await registry("Timestamps");
  return { chain, contract: { address, abi: timestampsAbi } as const };
}

/** The word behind an id, of whichever form. */
export function timestampWord(id: string): Hex {
  if (id.startsWith("0x")) return id as Hex;
  const { code, digest } = readMultihash(id);
  if (code !== multihashCodes["sha2-256"] || digest.length !== 32) throw noId();
  return bytesToHex(digest);
}

function readMultihash(id: string) {
  try {
    return Digest.decode(base64url.decode(id));
  } catch {
    throw noId();
  }
}

const noId = () =>
  new Problem(
    400,
    "The id of the timestamp is no multihash.",
    "Give the multibase base64url of the multihash (sha2-256) of the sha-256 of the hash.",
  );

export function shownTimestampId(word: Hex): string {
  return base64url.encode(Digest.create(multihashCodes["sha2-256"] ?? 0, hexToBytes(word)).bytes);
}

export function recordWord(id: string): Hex {
  if (id.startsWith("0x")) return id as Hex;
  try {
    return bytesToHex(base64url.decode(id));
  } catch {
    // The last character has bits that belong to no byte.
    throw new Problem(
      400,
      "The id of the record is no base64url.",
      "Give the multibase base64url of its 32 bytes.",
    );
  }
}

export function shownRecordId(word: Hex): string {
  return base64url.encode(hexToBytes(word));
}

export async function readHashAlgorithms(url: URL, query: PageAsked) {
  const { chain, contract } = await timestamps();
  const count = await chain.readContract({ ...contract, functionName: "hashAlgorithmCount" });
  const { items, total } = pageOf(
    Array.from({ length: Number(count) }, (_, id) => id),
    query,
  );
  return collection(url, query, {
    items: items.map((hashAlgorithmId) => ({
      hashAlgorithmId,
      href: `${url.origin}${root}/hash-algorithms/${hashAlgorithmId}`,
    })),
    total,
  });
}

export async function readHashAlgorithm(id: number) {
  const { chain, contract } = await timestamps();
  const [outputLength, ianaName, oid, status, multiHash] = await chain.readContract({
    ...contract,
    functionName: "getHashAlgorithmById",
    args: [BigInt(id)],
  });
  return {
    outputLengthBits: Number(outputLength),
    ianaName,
    oid,
    status: statuses[status] ?? "undefined",
    multiHash,
  };
}

export async function readTimestamps(url: URL, query: PageAsked) {
  const { items, more } = await listedTimestamps(await pageReading(), query);
  return openCollection(url, query, {
    items: items.map((word) => {
      const timestampId = shownTimestampId(word);
      return { timestampId, href: `${url.origin}${root}/timestamps/${timestampId}` };
    }),
    more,
  });
}

export async function readTimestamp(id: string) {
  const { chain, contract } = await timestamps();
  const timestampId = timestampWord(id);
  const [{ algorithm, value }, timestampedBy, blockNumber, data] = await chain.readContract({
    ...contract,
    functionName: "getTimestampById",
    args: [timestampId],
  });
  const [{ multiHash }, block, [log]] = await Promise.all([
    readHashAlgorithm(Number(algorithm)),
    chain.getBlock({ blockNumber }),
    chain.getContractEvents({
      ...contract,
      eventName: "HashTimestamped",
      args: { timestampId },
      fromBlock: blockNumber,
      toBlock: blockNumber,
      strict: true,
    }),
  ]);
  if (!log)
    throw new Problem(
      503,
      "The node does not give the event of the timestamp.",
      "Try again in a moment.",
    );
  const code = multihashCodes[multiHash];
  return {
    hash: code === undefined ? value : base64.encode(Digest.create(code, hexToBytes(value)).bytes),
    timestampedBy,
    blockNumber: Number(blockNumber),
    timestamp: new Date(Number(block.timestamp) * 1000).toISOString(),
    transactionHash: log.transactionHash,
    data,
  };
}

export async function readRecords(
  url: URL,
  query: PageAsked & { owner?: string | undefined; "first-version"?: string | undefined },
) {
  const { items, more } = await listedRecords(await pageReading(), query, {
    owner: query.owner as Hex | undefined,
    firstVersion: query["first-version"] as Hex | undefined,
  });
  return openCollection(url, query, {
    items: items.map((word) => {
      const recordId = shownRecordId(word);
      return { recordId, href: `${url.origin}${root}/records/${recordId}` };
    }),
    more,
  });
}

export async function readRecord(id: string) {
  const { chain, contract } = await timestamps();
  const recordId = recordWord(id);
  const [ownerIds, revokedOwnerIds, totalVersions] = await chain.readContract({
    ...contract,
    functionName: "getRecord",
    args: [recordId],
  });
  const [first, last] = await Promise.all([
    hashesOf(recordId, 0n),
    hashesOf(recordId, totalVersions - 1n),
  ]);
  return {
    ownerIds,
    revokedOwnerIds,
    firstVersionTimestamps: first.hashes,
    lastVersionTimestamps: last.hashes,
    totalVersions: Number(totalVersions),
  };
}

async function hashesOf(recordId: Hex, versionId: bigint) {
  const { chain, contract } = await timestamps();
  const [timestampIds, infoIds] = await chain.readContract({
    ...contract,
    functionName: "recordVersion",
    args: [recordId, versionId],
  });
  const found = await Promise.all(
    timestampIds.map((id) =>
      chain.readContract({ ...contract, functionName: "getTimestampById", args: [id] }),
    ),
  );
  return { hashes: found.map(([{ value }]) => value), infoIds };
}

export async function readRecordVersions(url: URL, id: string, query: PageAsked) {
  const { chain, contract } = await timestamps();
  const [, , totalVersions] = await chain.readContract({
    ...contract,
    functionName: "getRecord",
    args: [recordWord(id)],
  });
  const { "page[after]": page, "page[size]": size } = query;
  const total = Number(totalVersions);
  const from = (page - 1) * size;
  const items = Array.from({ length: Math.max(0, Math.min(size, total - from)) }, (_, i) => ({
    versionId: from + i,
    href: `${url.origin}${root}/records/${id}/versions/${from + i}`,
  }));
  return collection(url, query, { items, total });
}

export async function readRecordVersion(id: string, versionId: number) {
  const { chain, contract } = await timestamps();
  const { hashes, infoIds } = await hashesOf(recordWord(id), BigInt(versionId));
  const infos = await Promise.all(
    infoIds.map((info) =>
      chain.readContract({ ...contract, functionName: "getRecordVersionInfo", args: [info] }),
    ),
  );
  return { hashes, info: infos.map(shownInfo) };
}

/** Whoever wrote it may have written anything. */
function shownInfo(info: Hex): unknown {
  try {
    return parseStrictJson(hexToString(info));
  } catch (error) {
    if (error instanceof JsonFault) return info;
    throw error;
  }
}
