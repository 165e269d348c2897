import { orUndefined } from "@foedus/client";
import type { Hex } from "viem";

import { timestampsAbi } from "#generated/contracts/Timestamps.ts";
import { blockTimes, type EventReader, inOrder, wholeChain } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { readHash, readId, readProof, timestampId } from "./timestamp.ts";

/** Versions of a record on one page. */
export const versionsOnPage = 10;

/** A hash as the contract has anchored it. */
export interface AnchoredHash {
  /** sha-256 of the hash. */
  id: Hex;
  hash: Hex;
  /** Name in IANA's registry. */
  algorithm: string;
  by: Hex;
  block: number;
  /** Seconds since 1970. */
  at: number;
  /** What was written beside it. */
  data: Hex;
}

/** A batch of documents as the contract has anchored it. */
export interface AnchoredBatch {
  root: Hex;
  /** Documents in it, as the account said. */
  size: number;
  by: Hex;
  block: number;
  /** Seconds since 1970. */
  at: number;
}

/** What came of a document that somebody checks against a batch, with the texts as they were given. */
export interface InclusionCheck {
  outcome: "none" | "hash-malformed" | "proof-malformed" | "included" | "not-included";
  hash: string;
  proof: string;
}

/** What came of a hash that somebody asks about. */
export type HashCheck =
  | { check: "none" }
  | { check: "malformed"; text: string }
  | { check: "unknown"; hash: Hex }
  | { check: "anchored"; found: AnchoredHash };

export interface RecordOwner {
  account: Hex;
  /** Seconds since 1970. */
  notBefore: number;
  /** Null for no end. */
  notAfter: number | null;
  revoked: boolean;
}

export interface RecordVersion {
  number: number;
  /** Who made it, in which transaction, and when. */
  actor: Hex;
  transaction: Hex;
  at: number;
  hashes: AnchoredHash[];
  infos: Hex[];
}

export interface RecordReading {
  id: Hex;
  owners: RecordOwner[];
  versionCount: number;
  /** Of the page that was asked for, the latest first. */
  versions: RecordVersion[];
}

/** Asks the contract about a hash in hexadecimal digits, as a form gave it. */
export async function checkHash(
  chain: EventReader,
  addresses: Addresses,
  text: string | null,
): Promise<HashCheck> {
  if (text === null || text.trim() === "") return { check: "none" };
  const hash = readHash(text);
  if (hash === null) return { check: "malformed", text };
  const found = await readAnchoredHash(chain, addresses, timestampId(hash));
  return found === null ? { check: "unknown", hash } : { check: "anchored", found };
}

/** Null for one that nobody anchored. */
export async function readAnchoredHash(
  chain: EventReader,
  addresses: Addresses,
  id: Hex,
): Promise<AnchoredHash | null> {
  const contract = contractOf(addresses);
  const found = await orUndefined(
    chain.readContract({ ...contract, functionName: "getTimestampById", args: [id] }),
  );
  if (found === undefined) return null;
  const [{ algorithm, value }, by, blockNumber, data] = found;
  const [[, ianaName], { timestamp }] = await Promise.all([
    chain.readContract({ ...contract, functionName: "getHashAlgorithmById", args: [algorithm] }),
    chain.getBlock({ blockNumber }),
  ]);
  return {
    id,
    hash: value,
    algorithm: ianaName,
    by: by.toLowerCase() as Hex,
    block: Number(blockNumber),
    at: Number(timestamp),
    data,
  };
}

/** Null for one that nobody anchored. */
export async function readBatch(
  chain: EventReader,
  addresses: Addresses,
  root: Hex,
): Promise<AnchoredBatch | null> {
  const { anchoredBy, anchoredAt, size, blockNumber } = await chain.readContract({
    ...contractOf(addresses),
    functionName: "batch",
    args: [root],
  });
  // Whoever is unknown anchored nothing.
  if (anchoredAt === 0) return null;
  const by = anchoredBy.toLowerCase() as Hex;
  return { root, size, by, block: Number(blockNumber), at: anchoredAt };
}

/**
 * Asks the contract whether a document belongs to an anchored batch.
 * @param hash SHA-256 of the document, in hexadecimal digits.
 * @param proof The hashes from the document to the root.
 */
export async function checkInclusion(
  chain: EventReader,
  addresses: Addresses,
  root: Hex,
  { hash, proof }: { hash: string | null; proof: string | null },
): Promise<InclusionCheck> {
  const given = { hash: (hash ?? "").trim(), proof: (proof ?? "").trim() };
  if (given.hash === "" && given.proof === "") return { outcome: "none", ...given };
  const document = readId(given.hash.replace(/^(?:0x)?/i, "0x"));
  if (document === null) return { outcome: "hash-malformed", ...given };
  const path = readProof(given.proof);
  if (path === null) return { outcome: "proof-malformed", ...given };
  const isIncluded = await chain.readContract({
    ...contractOf(addresses),
    functionName: "isIncluded",
    args: [root, document, path],
  });
  return { outcome: isIncluded ? "included" : "not-included", ...given };
}

/** A record with one page of its versions, from 1; null for an unknown one. */
export async function readRecord(
  chain: EventReader,
  addresses: Addresses,
  id: Hex,
  page: number,
): Promise<RecordReading | null> {
  const contract = contractOf(addresses);
  const found = await orUndefined(
    chain.readContract({ ...contract, functionName: "getRecord", args: [id] }),
  );
  if (found === undefined) return null;
  const [present, revoked, total] = found;
  const versionCount = Number(total);
  const last = versionCount - (page - 1) * versionsOnPage;
  const numbers = Array.from(
    { length: Math.max(0, Math.min(versionsOnPage, last)) },
    (_, place) => last - 1 - place,
  );
  const [owners, events] = await Promise.all([
    Promise.all([...present, ...revoked].map((owner) => ownerOf(owner))),
    chain.getContractEvents({
      ...contract,
      eventName: "RecordVersionInserted",
      args: { recordId: id },
      ...wholeChain,
    }),
  ]);
  const made = new Map(inOrder(events).map((event) => [Number(event.args.versionId), event]));
  const shown = numbers.flatMap((number) => made.get(number) ?? []);
  const timeOf = await blockTimes(chain, shown);
  const versions = await Promise.all(
    shown.map(async ({ args, blockNumber, transactionHash }): Promise<RecordVersion> => {
      const [timestampIds, infoIds] = await chain.readContract({
        ...contract,
        functionName: "recordVersion",
        args: [id, args.versionId],
      });
      const [hashes, infos] = await Promise.all([
        Promise.all(timestampIds.map((one) => readAnchoredHash(chain, addresses, one))),
        Promise.all(
          infoIds.map((info) =>
            chain.readContract({ ...contract, functionName: "getRecordVersionInfo", args: [info] }),
          ),
        ),
      ]);
      return {
        number: Number(args.versionId),
        actor: args.actor.toLowerCase() as Hex,
        transaction: transactionHash,
        at: timeOf(blockNumber),
        hashes: hashes.filter((hash) => hash !== null),
        infos,
      };
    }),
  );
  return { id, owners, versionCount, versions };

  async function ownerOf(account: string): Promise<RecordOwner> {
    const [isRevoked, notBefore, notAfter] = await chain.readContract({
      ...contract,
      functionName: "getRecordOwnerInfo",
      args: [id, account],
    });
    return {
      account: account.toLowerCase() as Hex,
      notBefore: Number(notBefore),
      notAfter: notAfter === 0n ? null : Number(notAfter),
      revoked: isRevoked,
    };
  }
}

function contractOf({ Timestamps: address }: Addresses) {
  return { address, abi: timestampsAbi } as const;
}
