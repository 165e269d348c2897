import { sha256 } from "viem";
import { describe, expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { listedRecords, listedTimestamps } from "./anchored-lists.ts";

const word = (n: number) => idDouble(n, 32);
const asked = (page: number, size: number) => ({ "page[after]": page, "page[size]": size });
const first = (...ids: `0x${string}`[]) => ({ versionId: 0n, timestampIds: ids });

const hash = "0xabcd";
const events: SaidDouble[] = [
  { by: "Timestamps", block: 2, event: "HashTimestamped", args: { timestampId: word(8) } },
  { by: "Timestamps", block: 1, event: "HashTimestamped", args: { timestampId: word(9) } },
  { by: "Timestamps", block: 3, event: "HashTimestamped", args: { timestampId: word(7) } },
  ...[
    [4, 3],
    [4, 2],
    [3, 5],
  ].map(([block = 0, id = 0]) => ({
    by: "Timestamps" as const,
    block,
    event: "RecordVersionInserted",
    args: { recordId: word(id), ...first(word(9)) },
  })),
  {
    by: "Timestamps",
    block: 5,
    event: "RecordVersionInserted",
    args: { recordId: word(5), versionId: 1n, timestampIds: [] },
  },
];
const chain = () =>
  new ChainDouble(events, {
    isRecordOwner: (record: string) => record !== word(3),
    recordVersion: (record: string) => [record === word(2) ? [sha256(hash)] : [], []],
  });
/** A chain whose events nobody may ask for. */
const silentChain = () => {
  const silent = chain();
  silent.getContractEvents = () => Promise.reject(new Error("The whole chain was asked for."));
  return silent.reader;
};
const now = Promise.resolve(500);
const addresses = addressesDouble;

describe("listedTimestamps", () => {
  it("is a page of the index, without a look at the chain's events", async () => {
    const questions: object[] = [];
    const index = indexDouble({
      TimestampIds: (variables: object) => {
        questions.push(variables);
        return { timestampedHashes: [{ id: word(1) }, { id: word(2) }, { id: word(3) }] };
      },
    });
    const read = { index, chain: silentChain(), addresses };
    expect(await listedTimestamps(read, asked(3, 2))).toMatchObject({
      items: [word(1), word(2)],
      more: true,
    });
    expect(questions).toEqual([{ first: 3, skip: 4 }]);
  });

  it("is read from the chain while the index is gone or late", async () => {
    const gone = { index: indexDouble({}), chain: chain().reader, addresses };
    expect(await listedTimestamps(gone, asked(1, 2))).toMatchObject({
      items: [word(9), word(8)],
      more: true,
    });
    const old = indexDouble({ TimestampIds: { timestampedHashes: [] } });
    const late = { ...gone, index: old, isLate: Promise.resolve(true) };
    expect(await listedTimestamps(late, asked(2, 2))).toMatchObject({
      items: [word(7)],
      more: false,
    });
  });

  it("does not count to where no list reaches, nor ask anybody for it", async () => {
    const read = { index: indexDouble({}), chain: silentChain(), addresses };
    await expect(listedTimestamps(read, asked(2 ** 31 - 1, 50))).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe("listedRecords", () => {
  it("sifts in the index, by owners of now and by the hash of the first version", async () => {
    const questions: { where: object }[] = [];
    const index = indexDouble({
      RecordIds: (variables: { where: object }) => {
        questions.push(variables);
        return { records: [{ id: word(1) }] };
      },
    });
    const read = { index, chain: silentChain(), addresses, now };
    const ask = async (filter: Parameters<typeof listedRecords>[2]) => {
      expect(await listedRecords(read, asked(1, 10), filter)).toMatchObject({
        items: [word(1)],
        more: false,
      });
      return questions.at(-1)?.where;
    };
    expect(await ask({})).toEqual({});
    const versions_ = { versionId: 0, hashes_contains: [sha256(hash)] };
    expect(await ask({ firstVersion: hash })).toEqual({ versions_ });
    const owner = "0xABCDEF0000000000000000000000000000000001";
    const owning = { owner: owner.toLowerCase(), revokedAt: null, notBefore_lte: "500" };
    expect(await ask({ owner, firstVersion: hash })).toEqual({
      or: [
        { versions_, owners_: { ...owning, notAfter: null } },
        { versions_, owners_: { ...owning, notAfter_gte: "500" } },
      ],
    });
  });

  it("sifts what the chain says while the index is gone", async () => {
    const gone = { index: indexDouble({}), chain: chain().reader, addresses, now };
    const ask = async (filter: Parameters<typeof listedRecords>[2]) =>
      (await listedRecords(gone, asked(1, 10), filter)).items;
    expect(await ask({})).toEqual([word(5), word(2), word(3)]);
    expect(await ask({ owner: idDouble(1) })).toEqual([word(5), word(2)]);
    expect(await ask({ firstVersion: hash })).toEqual([word(2)]);
    expect(await ask({ owner: idDouble(1), firstVersion: hash })).toEqual([word(2)]);
  });
});
