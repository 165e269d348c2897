import { sha256 } from "viem";

import { timestampsAbi } from "#generated/contracts/Timestamps.ts";
import { inOrder, type PageSources, wholeChain } from "#lib/chain/events.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { recordIdsQuery, timestampIdsQuery } from "#lib/index/timestamps.ts";

import { cutPage, type OpenPage, openPageOf, type PageAsked, windowOf } from "./paging.ts";

type Hex = `0x${string}`;

/** Ids of timestamps, the oldest first. */
export async function listedTimestamps(
  { index, chain, addresses, isLate }: PageSources,
  asked: PageAsked,
): Promise<OpenPage<Hex>> {
  const window = windowOf(asked);
  return indexOrContract(
    async () => {
      const { timestampedHashes } = await index.ask(timestampIdsQuery, window);
      return cutPage(
        timestampedHashes.map(({ id }) => id),
        asked,
      );
    },
    async () => {
      const logs = await chain.getContractEvents({
        address: addresses.Timestamps,
        abi: timestampsAbi,
        eventName: "HashTimestamped",
        ...wholeChain,
      });
      return openPageOf(
        inOrder(logs).map(({ args }) => args.timestampId),
        asked,
      );
    },
    isLate,
  );
}

export interface RecordFilter {
  /** Account that owns the record now. */
  owner?: Hex | undefined;
  /** Hash that stands in the first version. */
  firstVersion?: Hex | undefined;
}

/**
 * Ids of records, the oldest first; those of one block in the order of their ids.
 * @param now The chain's clock, seconds since 1970.
 */
export async function listedRecords(
  sources: PageSources & { now: Promise<number> },
  asked: PageAsked,
  filter: RecordFilter,
): Promise<OpenPage<Hex>> {
  const { index, isLate, now } = sources;
  const window = windowOf(asked);
  return indexOrContract(
    async () => {
      const where = recordsWhere(filter, String(await now));
      const { records } = await index.ask(recordIdsQuery, { ...window, where });
      return cutPage(
        records.map(({ id }) => id),
        asked,
      );
    },
    async () => openPageOf(await recordsOfChain(sources, filter), asked),
    isLate,
  );
}

function recordsWhere({ owner, firstVersion }: RecordFilter, now: string) {
  const first =
    firstVersion === undefined
      ? {}
      : { versions_: { versionId: 0, hashes_contains: [sha256(firstVersion)] } };
  if (owner === undefined) return first;
  // Addresses are bytes to the index, which writes them in small letters.
  const owning = { owner: owner.toLowerCase(), revokedAt: null, notBefore_lte: now };
  return {
    or: [
      { ...first, owners_: { ...owning, notAfter: null } },
      { ...first, owners_: { ...owning, notAfter_gte: now } },
    ],
  };
}

async function recordsOfChain(
  { chain, addresses }: PageSources,
  { owner, firstVersion }: RecordFilter,
): Promise<Hex[]> {
  const contract = { address: addresses.Timestamps, abi: timestampsAbi } as const;
  const inserted = await chain.getContractEvents({
    ...contract,
    eventName: "RecordVersionInserted",
    ...wholeChain,
  });
  const made = inserted
    .filter(({ args }) => args.versionId === 0n)
    .toSorted(
      (a, b) =>
        Number(a.blockNumber - b.blockNumber) || (a.args.recordId < b.args.recordId ? -1 : 1),
    )
    .map(({ args }) => args.recordId);
  if (owner === undefined && firstVersion === undefined) return made;

  const kept = await Promise.all(
    made.map(async (recordId) => {
      const owns =
        owner === undefined ||
        (await chain.readContract({
          ...contract,
          functionName: "isRecordOwner",
          args: [recordId, owner],
        }));
      if (!owns || firstVersion === undefined) return owns;
      const [hashes] = await chain.readContract({
        ...contract,
        functionName: "recordVersion",
        args: [recordId, 0n],
      });
      return hashes.includes(sha256(firstVersion));
    }),
  );
  return made.filter((_, i) => kept[i]);
}
