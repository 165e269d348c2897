import { transaction } from "./members.ts";
import {
  type Answer,
  asked,
  count,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  text,
  word,
} from "./selection.ts";

const anchor = {
  /** sha-256 of the hash. */
  id: hex,
  hash: hex,
  algorithm: record({ ianaName: text }),
  timestampedBy: hex,
  data: hex,
  block: count,
  timestamp: count,
  transaction,
};

const timestampedHash = record(anchor);

export type TimestampedHash = Answer<typeof timestampedHash>;

/** Hashes that were anchored, the latest first. */
export const timestampsQuery = query(
  "Timestamps",
  { first: "Int!", skip: "Int!", where: "TimestampedHash_filter!" },
  {
    timestampedHashes: asked(
      "first: $first, skip: $skip, orderBy: ordinal, orderDirection: desc, where: $where",
      list(timestampedHash),
    ),
  },
);

/** Ids of hashes that were anchored, the oldest first. */
export const timestampIdsQuery = query(
  "TimestampIds",
  { first: "Int!", skip: "Int!" },
  {
    timestampedHashes: asked(
      "first: $first, skip: $skip, orderBy: ordinal",
      list(record({ id: hex })),
    ),
  },
);

/** An anchored hash, and the versions of records in which it stands. */
export const timestampQuery = query(
  "Timestamp",
  { id: "ID!" },
  {
    timestampedHash: asked(
      "id: $id",
      nullable(
        record({
          ...anchor,
          versions: asked(
            "first: 100, orderBy: block",
            list(record({ versionId: int, record: record({ id: hex }) })),
          ),
        }),
      ),
    ),
  },
);

export const hashAlgorithmsQuery = query(
  "HashAlgorithms",
  {},
  {
    hashAlgorithms: asked(
      "first: 1000, orderBy: hashAlgorithmId",
      list(
        record({
          hashAlgorithmId: int,
          outputLength: int,
          ianaName: text,
          oid: text,
          multiHash: text,
          status: word("ACTIVE", "REVOKED"),
        }),
      ),
    ),
  },
);

const recordOwner = record({
  owner: hex,
  notBefore: count,
  /** Null for no end. */
  notAfter: nullable(count),
  revokedAt: nullable(count),
});

const recordVersion = record({
  versionId: int,
  hashes: list(timestampedHash),
  infos: asked(
    "first: 10, orderBy: index",
    list(record({ versionInfoId: hex, content: hex, timestamp: count })),
  ),
  actor: hex,
  timestamp: count,
  transaction,
});

export type RecordVersion = Answer<typeof recordVersion>;

const recordSummary = record({
  id: hex,
  creator: hex,
  versionCount: int,
  createdAt: count,
  latestVersion: record({ timestamp: count }),
});

export type RecordSummary = Answer<typeof recordSummary>;

/** Records, the latest first. */
export const recordsQuery = query(
  "Records",
  { first: "Int!", skip: "Int!", where: "Record_filter!" },
  {
    records: asked(
      "first: $first, skip: $skip, orderBy: createdAt, orderDirection: desc, where: $where",
      list(recordSummary),
    ),
  },
);

/** Ids of records, the oldest first; those of one block in the order of their ids. */
export const recordIdsQuery = query(
  "RecordIds",
  { first: "Int!", skip: "Int!", where: "Record_filter!" },
  {
    records: asked(
      "first: $first, skip: $skip, orderBy: createdBlock, where: $where",
      list(record({ id: hex })),
    ),
  },
);

/** A record with its owners and its versions, the latest first. */
export const recordQuery = query(
  "Record",
  { id: "ID!", first: "Int!", skip: "Int!" },
  {
    record: asked(
      "id: $id",
      nullable(
        record({
          id: hex,
          creator: hex,
          createdAt: count,
          versionCount: int,
          owners: asked("first: 16, orderBy: insertedAt", list(recordOwner)),
          versions: asked(
            "first: $first, skip: $skip, orderBy: versionId, orderDirection: desc",
            list(recordVersion),
          ),
        }),
      ),
    ),
  },
);

/** Batches that were anchored by the root of their tree, the latest first. */
export const batchesQuery = query(
  "AnchoredBatches",
  { first: "Int!", skip: "Int!" },
  {
    anchoredBatches: asked(
      "first: $first, skip: $skip, orderBy: block, orderDirection: desc",
      list(record({ id: hex, anchoredBy: hex, size: count, timestamp: count })),
    ),
  },
);
