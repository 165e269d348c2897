import {
  concat,
  ContractFunctionRevertedError,
  type Hex,
  keccak256,
  sha256,
  stringToHex,
} from "viem";
import { describe, expect, it } from "vitest";

import { timestampsAbi } from "#generated/contracts/Timestamps.ts";
import { addressesDouble, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";

import {
  checkHash,
  checkInclusion,
  readAnchoredHash,
  readBatch,
  readRecord,
  versionsOnPage,
} from "./read-timestamps.ts";
import { longestProofText, readHash, readProof, shownBytes, timestampId } from "./timestamp.ts";

const hash = sha256(stringToHex("a document"));
const record = idDouble(7, 32);
const [owner, former] = [idDouble(1), idDouble(2)];

function refuses(functionName: string): never {
  throw new ContractFunctionRevertedError({ abi: timestampsAbi, functionName });
}

/** A register with one hash, and a record that has it in each of its versions. */
function registerWith(versions: number) {
  const said = Array.from({ length: versions }, (_, versionId) => ({
    by: "Timestamps" as const,
    block: 10 + versionId,
    event: "RecordVersionInserted",
    args: { recordId: record, actor: owner, versionId: BigInt(versionId) },
  }));
  return new ChainDouble(said, {
    getTimestampById: (id: Hex) =>
      id === timestampId(hash)
        ? [{ algorithm: 3n, value: hash }, owner, 10n, "0x"]
        : refuses("getTimestampById"),
    getHashAlgorithmById: (id: bigint) => [256n, `sha-${id}`, "", 1, ""],
    getRecord: (id: Hex) =>
      id === record ? [[owner], [former], BigInt(versions)] : refuses("getRecord"),
    getRecordOwnerInfo: (_: Hex, account: string) =>
      account === owner ? [false, 5n, 0n] : [true, 5n, 9n],
    recordVersion: (_: Hex, version: bigint) => [
      [timestampId(hash)],
      version === 0n ? [idDouble(9, 32)] : [],
    ],
    getRecordVersionInfo: () => stringToHex("first draft"),
  }).reader;
}

it("takes hashes with and without 0x, of 160 to 512 bits", () => {
  expect(readHash(` ${hash.toUpperCase().replace("0X", "0x")} `)).toBe(hash);
  expect(readHash(hash.slice(2))).toBe(hash);
  for (const text of [
    "",
    "0x",
    "ab".repeat(19),
    "ab".repeat(65),
    `${"ab".repeat(20)}a`,
    "zz".repeat(32),
  ])
    expect(readHash(text), text).toBeNull();
});

it("shows bytes as text only where they are printable", () => {
  expect(shownBytes("0x")).toBeNull();
  expect(shownBytes(stringToHex("Décision\n2"))).toBe("Décision\n2");
  for (const bytes of ["0xff", stringToHex("a\u202eb"), stringToHex("a\0b")] as const)
    expect(shownBytes(bytes)).toBe(bytes);
});

it("asks the contract about a hash, and only about a hash", async () => {
  const chain = registerWith(1);
  expect(await checkHash(chain, addressesDouble, null)).toEqual({ check: "none" });
  expect(await checkHash(chain, addressesDouble, " ")).toEqual({ check: "none" });
  expect(await checkHash(chain, addressesDouble, "a file")).toEqual({
    check: "malformed",
    text: "a file",
  });
  const other = sha256(hash);
  expect(await checkHash(chain, addressesDouble, other)).toEqual({ check: "unknown", hash: other });
  expect(await checkHash(chain, addressesDouble, hash.slice(2))).toEqual({
    check: "anchored",
    found: {
      id: timestampId(hash),
      hash,
      algorithm: "sha-3",
      by: owner,
      block: 10,
      at: 100,
      data: "0x",
    },
  });
});

it("does not take a failure of the chain for a hash that nobody anchored", async () => {
  const silent = new ChainDouble([], {
    getTimestampById: () => {
      throw new Error("No answer.");
    },
  }).reader;
  await expect(readAnchoredHash(silent, addressesDouble, timestampId(hash))).rejects.toThrow(
    "No answer.",
  );
});

it("reads a record with its owners and one page of its versions, the latest first", async () => {
  const total = versionsOnPage + 3;
  const chain = registerWith(total);
  const first = await readRecord(chain, addressesDouble, record, 1);
  expect(first?.versionCount).toBe(total);
  expect(first?.versions.map(({ number }) => number)).toEqual(
    Array.from({ length: versionsOnPage }, (_, i) => total - 1 - i),
  );
  expect(first?.owners).toEqual([
    { account: owner, notBefore: 5, notAfter: null, revoked: false },
    { account: former, notBefore: 5, notAfter: 9, revoked: true },
  ]);
  const second = await readRecord(chain, addressesDouble, record, 2);
  expect(second?.versions.map(({ number }) => number)).toEqual([2, 1, 0]);
  expect(second?.versions.at(-1)).toMatchObject({
    at: 100,
    actor: owner,
    infos: [stringToHex("first draft")],
    hashes: [{ hash }],
  });
  expect((await readRecord(chain, addressesDouble, record, 3))?.versions).toEqual([]);
  expect(await readRecord(chain, addressesDouble, idDouble(8, 32), 1)).toBeNull();
});

describe("a batch", () => {
  const documents = ["first", "second", "third"].map((text) => sha256(stringToHex(text)));
  const [one, two, three] = documents.map((document) => keccak256(keccak256(document)));
  const over = (a: Hex, b: Hex) => keccak256(concat(a < b ? [a, b] : [b, a]));
  const root = over(over(one!, two!), three!);
  /** Answers as OpenZeppelin's MerkleProof does. */
  const { reader } = new ChainDouble([], {
    batch: (asked: Hex) =>
      asked === root
        ? { anchoredBy: owner, anchoredAt: 70, size: 3, blockNumber: 7n }
        : { anchoredBy: idDouble(0), anchoredAt: 0, size: 0, blockNumber: 0n },
    isIncluded: (asked: Hex, document: Hex, proof: Hex[]) =>
      proof.reduce(over, keccak256(keccak256(document))) === asked,
  });

  it("is shown as it was anchored", async () => {
    expect(await readBatch(reader, addressesDouble, root)).toEqual({
      root,
      size: 3,
      by: owner,
      block: 7,
      at: 70,
    });
    expect(await readBatch(reader, addressesDouble, idDouble(1, 32))).toBeNull();
  });

  it("has a document in it by its proof alone", async () => {
    const check = async (hash: string | null, proof: string | null) =>
      (await checkInclusion(reader, addressesDouble, root, { hash, proof })).outcome;
    const [first = "0x", second = "0x"] = documents;
    const proof = [two, three].join("\n");
    expect(await check(first, proof)).toBe("included");
    expect(await check(` ${first.slice(2).toUpperCase()} `, JSON.stringify([two, three]))).toBe(
      "included",
    );
    expect(await check(second, proof)).toBe("not-included");
    expect(await check(first, [three, two].join("\n"))).toBe("not-included");
    expect(await check(first, "")).toBe("not-included");
    expect(await check(null, null)).toBe("none");
    expect(await check("", proof)).toBe("hash-malformed");
    expect(await check("0x12", proof)).toBe("hash-malformed");
    // A hash of another algorithm is none of a batch's documents.
    expect(await check(`0x${"12".repeat(64)}`, proof)).toBe("hash-malformed");
    expect(await check(first, "report.txt")).toBe("proof-malformed");
  });

  it("takes proofs in JSON, in lines and with commas, of at most 32 hashes", () => {
    const hashes = Array.from({ length: 32 }, (_, n) => idDouble(n + 1, 32));
    for (const text of [
      JSON.stringify(hashes),
      JSON.stringify(hashes, null, 2),
      hashes.join("\r\n"),
      hashes.map((one) => one.slice(2).toUpperCase()).join(", "),
    ])
      expect(readProof(text), text).toEqual(hashes);
    for (const text of ["", " ", "[]", "[ ]"]) expect(readProof(text), text).toEqual([]);
    for (const text of [
      [...hashes, idDouble(33, 32)].join(" "),
      "[[]]",
      `{"proof":["${root}"]}`,
      `${root}0`,
      root.slice(0, -1),
      " ".repeat(longestProofText + 1),
    ])
      expect(readProof(text), text).toBeNull();
  });
});
