import { size } from "viem";
import * as z from "zod";

import { timestampsAbi } from "#generated/contracts/Timestamps.ts";

import { count, hexBytes, hexJson, seconds } from "./parameters.ts";
import { rpcMethod, type WriteService } from "./rpc-method.ts";
import { address, boundedText, wholeNumber } from "./shapes.ts";
import { recordIdShape, recordWord } from "./timestamps.ts";

const from = address.describe("Account that will sign.");
const contract = "Timestamps";
const scopes = ["timestamp_write"] as const;

const recordId = recordIdShape.transform((value, context) => {
  try {
    return recordWord(value);
  } catch {
    context.addIssue({ code: "custom", message: "Give the id as the record has it." });
    return z.NEVER;
  }
});

const hashValue = hexBytes.refine(
  (value) => size(value) <= 64,
  "Give a bare hash of at most 64 bytes.",
);

const fewHashes = "Give 1 to 3 hashes, and an algorithm for each.";
const hashes = {
  hashAlgorithmIds: z.array(count).min(1, fewHashes).max(3, fewHashes),
  hashValues: z.array(hashValue).min(1, fewHashes).max(3, fewHashes),
  timestampData: z
    .array(hexJson(256, "Give an object of JSON as text in hexadecimal digits."))
    .max(3, "Give data for at most 3 hashes.")
    .optional()
    .describe("Public for ever: no personal data belongs here."),
};

const versionInfo = hexJson(1024, "Give an object of JSON as text in hexadecimal digits.").describe(
  "Public for ever: no personal data belongs here.",
);

const algorithm = {
  outputLength: count.describe("Bits."),
  ianaName: boundedText(32, "Give the name of IANA's registry, 1 to 32 characters."),
  oid: boundedText(64, "Give the object identifier, 1 to 64 characters."),
  status: wholeNumber(1, 2).describe("1 active, 2 revoked."),
  multiHash: boundedText(32, "Give the name in the table of multihash, 1 to 32 characters."),
};

export const timestampsWrites: WriteService = {
  id: "writeTimestamps",
  tag: "Timestamp v4",
  path: "/timestamp/v4/jsonrpc",
  abis: { Timestamps: timestampsAbi },
  methods: [
    rpcMethod({
      name: "insertHashAlgorithm",
      scopes,
      contract,
      functionName: "insertHashAlgorithm",
      parameters: z.strictObject({ from, ...algorithm }),
      args: (p) => [p.outputLength, p.ianaName, p.oid, p.status, p.multiHash],
    }),
    rpcMethod({
      name: "updateHashAlgorithm",
      scopes,
      contract,
      functionName: "updateHashAlgorithm",
      parameters: z.strictObject({ from, hashAlgorithmId: count, ...algorithm }),
      args: (p) => [p.hashAlgorithmId, p.outputLength, p.ianaName, p.oid, p.status, p.multiHash],
    }),
    rpcMethod({
      name: "timestampHashes",
      scopes,
      contract,
      functionName: "timestampHashes",
      parameters: z.strictObject({ from, ...hashes }),
      args: (p) => [p.hashAlgorithmIds, p.hashValues, p.timestampData ?? []],
    }),
    rpcMethod({
      name: "timestampRecordHashes",
      scopes,
      contract,
      functionName: "timestampRecordHashes",
      parameters: z.strictObject({ from, ...hashes, versionInfo }),
      args: (p) => [p.hashAlgorithmIds, p.hashValues, p.timestampData ?? [], p.versionInfo],
    }),
    rpcMethod({
      name: "timestampRecordVersionHashes",
      scopes,
      contract,
      functionName: "timestampRecordVersionHashes",
      parameters: z.strictObject({ from, recordId, ...hashes, versionInfo }),
      args: (p) => [
        p.recordId,
        p.hashAlgorithmIds,
        p.hashValues,
        p.timestampData ?? [],
        p.versionInfo,
      ],
    }),
    rpcMethod({
      name: "timestampVersionHashes",
      scopes,
      contract,
      functionName: "timestampVersionHashes",
      parameters: z.strictObject({ from, versionHash: hashValue, ...hashes, versionInfo }),
      args: (p) => [
        p.versionHash,
        p.hashAlgorithmIds,
        p.hashValues,
        p.timestampData ?? [],
        p.versionInfo,
      ],
    }),
    rpcMethod({
      name: "appendRecordVersionHashes",
      scopes,
      contract,
      functionName: "appendRecordVersionHashes",
      parameters: z.strictObject({ from, recordId, versionId: count, ...hashes, versionInfo }),
      args: (p) => [
        p.recordId,
        p.versionId,
        p.hashAlgorithmIds,
        p.hashValues,
        p.timestampData ?? [],
        p.versionInfo,
      ],
    }),
    rpcMethod({
      name: "insertRecordVersionInfo",
      scopes,
      contract,
      functionName: "insertRecordVersionInfo",
      parameters: z.strictObject({ from, recordId, versionId: count, versionInfo }),
      args: (p) => [p.recordId, p.versionId, p.versionInfo],
    }),
    rpcMethod({
      name: "detachRecordVersionHash",
      scopes,
      contract,
      functionName: "detachRecordVersionHash",
      parameters: z.strictObject({ from, recordId, versionId: count, hashValue }),
      args: (p) => [p.recordId, p.versionId, p.hashValue],
    }),
    rpcMethod({
      name: "insertRecordOwner",
      scopes,
      contract,
      functionName: "insertRecordOwner",
      parameters: z.strictObject({
        from,
        recordId,
        ownerId: address,
        notBefore: seconds,
        notAfter: seconds.describe("0 for no end."),
      }),
      args: (p) => [p.recordId, p.ownerId, p.notBefore, p.notAfter],
    }),
    rpcMethod({
      name: "revokeRecordOwner",
      scopes,
      contract,
      functionName: "revokeRecordOwner",
      parameters: z.strictObject({ from, recordId, ownerId: address }),
      args: (p) => [p.recordId, p.ownerId],
    }),
  ],
};
