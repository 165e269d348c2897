import { ContractFunctionRevertedError, type Hex, sha256, stringToHex } from "viem";
import { expect, it } from "vitest";

import { timestampsAbi } from "#generated/contracts/Timestamps.ts";
import { addressesDouble, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";

import { checkHash, readAnchoredHash, readRecord, versionsOnPage } from "./read-timestamps.ts";
import { readHash, shownBytes, timestampId } from "./timestamp.ts";

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
