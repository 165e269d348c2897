import { concatHex, keccak256, numberToHex, sha256, stringToHex } from "viem";

import {
  account,
  at,
  emit,
  eventId,
  expect,
  hash,
  type Hex,
  type Json,
  ordinal,
  type Suite,
} from "./suite.ts";

const author = account("author");
const colleague = account("colleague");
const authority = at.Authority;
const record = hash(0x5ec);
const [draft, annex, final] = ["draft", "annex", "final"].map((text) =>
  sha256(stringToHex(text)),
) as [Hex, Hex, Hex];
const root = keccak256("0x01");
const info = stringToHex('{"title":"Statutes"}');
const versionId = (number: number) => concatHex([record, numberToHex(number, { size: 8 })]);
const algorithmId = numberToHex(0, { size: 8 });

function say(transaction: number, event: string, params: Record<string, Json>, actor = author) {
  return emit(hash(transaction), "Timestamps", event, { ...params, actor });
}

const stamped = (transaction: number, hashValue: Hex, timestampData: Hex = "0x") =>
  say(transaction, "HashTimestamped", {
    timestampId: sha256(hashValue),
    hashAlgorithmId: 0,
    hashValue,
    timestampData,
  });

const version = (transaction: number, event: string, number: number, hashes: Hex[]) =>
  say(transaction, event, {
    recordId: record,
    versionId: number,
    timestampIds: hashes.map((value) => sha256(value)),
  });

const algorithm = { outputLength: 256, ianaName: "sha-256", oid: "2.16.840.1.101.3.4.2.1" };

export const suite: Suite = {
  name: "Timestamps, records with versions and owners, and batches",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [
        say(
          1,
          "HashAlgorithmInserted",
          { hashAlgorithmId: 0, ...algorithm, status: 1, multiHash: "" },
          authority,
        ),
        stamped(1, draft, "0x0102"),
        stamped(1, annex),
        version(1, "RecordVersionInserted", 0, [draft, annex, draft]),
        say(1, "RecordVersionInfoInserted", {
          recordId: record,
          versionId: 0,
          versionInfoId: sha256(info),
          versionInfo: info,
        }),
        say(1, "RecordOwnerInserted", {
          recordId: record,
          owner: author,
          notBefore: 1000,
          notAfter: 0,
        }),
      ],
    },
    {
      timestamp: 1010,
      events: [
        say(
          2,
          "HashAlgorithmUpdated",
          { hashAlgorithmId: 0, ...algorithm, status: 2, multiHash: "sha2-256" },
          authority,
        ),
        stamped(2, final),
        version(2, "RecordVersionInserted", 1, [final]),
        // What stands there already is said again.
        version(2, "RecordVersionHashesAppended", 0, [annex, final]),
        say(2, "RecordVersionHashDetached", {
          recordId: record,
          versionId: 0,
          timestampId: sha256(draft),
        }),
        say(2, "RecordOwnerInserted", {
          recordId: record,
          owner: colleague,
          notBefore: 1010,
          notAfter: 2000,
        }),
        say(2, "RecordOwnerRevoked", { recordId: record, owner: author }),
        say(2, "BatchAnchored", { root, size: 4_294_967_295 }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ hashAlgorithms { id hashAlgorithmId outputLength ianaName oid multiHash status insertedAt insertedIn { id } updatedAt updatedIn { id } } }`,
      {
        hashAlgorithms: [
          {
            id: algorithmId,
            hashAlgorithmId: 0,
            ...algorithm,
            multiHash: "sha2-256",
            status: "REVOKED",
            insertedAt: "1000",
            insertedIn: { id: hash(1) },
            updatedAt: "1010",
            updatedIn: { id: hash(2) },
          },
        ],
      },
    ),
    expect(
      `{ timestampedHashes(orderBy: ordinal) { id hash algorithm { ianaName } timestampedBy data versions(orderBy: versionId) { id } ordinal block timestamp transaction { id } } }`,
      {
        timestampedHashes: (
          [
            [draft, "0x0102", 1, 1, []],
            [annex, "0x", 1, 2, [0]],
            [final, "0x", 2, 1, [0, 1]],
          ] as [Hex, Hex, number, number, number[]][]
        ).map(([value, data, block, logIndex, versions]) => ({
          id: sha256(value),
          hash: value,
          algorithm: { ianaName: "sha-256" },
          timestampedBy: author,
          data,
          versions: versions.map((number) => ({ id: versionId(number) })),
          ordinal: ordinal(block, logIndex),
          block: String(block),
          timestamp: String(990 + 10 * block),
          transaction: { id: hash(block) },
        })),
      },
    ),
    expect(
      `{ records { id creator versionCount latestVersion { versionId } createdBlock createdAt createdIn { id }
         owners(orderBy: notBefore) { id owner notBefore notAfter insertedBlock insertedAt insertedIn { id } revokedBlock revokedAt revokedIn { id } }
         versions(orderBy: versionId) { id versionId infoCount actor block timestamp transaction { id }
           infos(orderBy: index) { id index versionInfoId content actor block timestamp transaction { id } } } } }`,
      {
        records: [
          {
            id: record,
            creator: author,
            versionCount: 2,
            latestVersion: { versionId: 1 },
            createdBlock: "1",
            createdAt: "1000",
            createdIn: { id: hash(1) },
            owners: [
              {
                id: concatHex([record, author]),
                owner: author,
                notBefore: "1000",
                notAfter: null,
                insertedBlock: "1",
                insertedAt: "1000",
                insertedIn: { id: hash(1) },
                revokedBlock: "2",
                revokedAt: "1010",
                revokedIn: { id: hash(2) },
              },
              {
                id: concatHex([record, colleague]),
                owner: colleague,
                notBefore: "1010",
                notAfter: "2000",
                insertedBlock: "2",
                insertedAt: "1010",
                insertedIn: { id: hash(2) },
                revokedBlock: null,
                revokedAt: null,
                revokedIn: null,
              },
            ],
            versions: [
              {
                id: versionId(0),
                versionId: 0,
                infoCount: 1,
                ...writtenIn(1),
                infos: [
                  {
                    id: eventId(hash(1), 4),
                    index: 0,
                    versionInfoId: sha256(info),
                    content: info,
                    ...writtenIn(1),
                  },
                ],
              },
              { id: versionId(1), versionId: 1, infoCount: 0, ...writtenIn(2), infos: [] },
            ],
          },
        ],
      },
    ),
    // The list of a version over time: what was said twice stands once, and the last takes the place of what was taken out.
    ...(
      [
        [1, [draft, annex]],
        [2, [annex, final]],
      ] as [number, Hex[]][]
    ).map(([block, hashes]) =>
      expect(
        `{ recordVersion(id: "${versionId(0)}", block: { number: ${block} }) { hashes(orderBy: ordinal) { hash } } }`,
        { recordVersion: { hashes: hashes.map((value) => ({ hash: value })) } },
      ),
    ),
    expect(`{ anchoredBatches { id anchoredBy size block timestamp transaction { id } } }`, {
      anchoredBatches: [
        {
          id: root,
          anchoredBy: author,
          size: "4294967295",
          block: "2",
          timestamp: "1010",
          transaction: { id: hash(2) },
        },
      ],
    }),
    expect(
      `{ hashAlgorithmInserteds { algorithm { id } outputLength ianaName oid status multiHash actor }
         hashAlgorithmUpdateds { algorithm { id } outputLength ianaName oid status multiHash actor }
         hashTimestampeds(orderBy: ordinal) { hash { hash } algorithm { id } actor }
         recordVersionInserteds(orderBy: ordinal) { record { id } version { versionId } hashes(orderBy: ordinal) { hash } actor }
         recordVersionHashesAppendeds { version { versionId } hashes(orderBy: ordinal) { hash } actor }
         recordVersionInfoInserteds { version { versionId } info { index } actor }
         recordVersionHashDetacheds { version { versionId } hash { hash } actor }
         recordOwnerInserteds(orderBy: ordinal) { recordOwner { owner } notBefore notAfter actor }
         recordOwnerRevokeds { recordOwner { owner } actor } batchAnchoreds { batch { id } size actor } }`,
      {
        hashAlgorithmInserteds: [
          {
            algorithm: { id: algorithmId },
            ...algorithm,
            status: "ACTIVE",
            multiHash: "",
            actor: authority,
          },
        ],
        hashAlgorithmUpdateds: [
          {
            algorithm: { id: algorithmId },
            ...algorithm,
            status: "REVOKED",
            multiHash: "sha2-256",
            actor: authority,
          },
        ],
        hashTimestampeds: [draft, annex, final].map((value) => ({
          hash: { hash: value },
          algorithm: { id: algorithmId },
          actor: author,
        })),
        recordVersionInserteds: (
          [
            [0, [draft, annex]],
            [1, [final]],
          ] as [number, Hex[]][]
        ).map(([number, hashes]) => ({
          record: { id: record },
          version: { versionId: number },
          hashes: hashes.map((value) => ({ hash: value })),
          actor: author,
        })),
        recordVersionHashesAppendeds: [
          {
            version: { versionId: 0 },
            hashes: [annex, final].map((value) => ({ hash: value })),
            actor: author,
          },
        ],
        recordVersionInfoInserteds: [
          { version: { versionId: 0 }, info: { index: 0 }, actor: author },
        ],
        recordVersionHashDetacheds: [
          { version: { versionId: 0 }, hash: { hash: draft }, actor: author },
        ],
        recordOwnerInserteds: [
          { recordOwner: { owner: author }, notBefore: "1000", notAfter: "0", actor: author },
          { recordOwner: { owner: colleague }, notBefore: "1010", notAfter: "2000", actor: author },
        ],
        recordOwnerRevokeds: [{ recordOwner: { owner: author }, actor: author }],
        batchAnchoreds: [{ batch: { id: root }, size: "4294967295", actor: author }],
      },
    ),
  ],
};

function writtenIn(block: number) {
  return {
    actor: author,
    block: String(block),
    timestamp: String(990 + 10 * block),
    transaction: { id: hash(block) },
  };
}
