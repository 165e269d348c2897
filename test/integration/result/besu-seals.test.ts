import { expect } from "chai";
import { keccak256, toHex } from "viem";

import { quorumOf, readHeader, sealing, type Header } from "../../../result/header.ts";
import type { Hex } from "../../../result/package.ts";
import { ResultError } from "../../../result/result-error.ts";
import {
  besuHeader,
  type BesuSealing,
  type BesuValidator,
  besuValidators,
} from "../../support/besu-blocks.ts";
import { Random } from "../../support/random.ts";

const block = {
  number: 300,
  time: 1_900_000_000,
  stateRoot: keccak256(toHex("state")),
  transactionsRoot: keccak256(toHex("transactions")),
  receiptsRoot: keccak256(toHex("receipts")),
};

/** What is wrong with seals; "nothing" when they hold. */
function refusalOf(read: () => unknown): string {
  try {
    read();
    return "nothing";
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    expect(error.remedy).to.match(/\.$/);
    return error.message;
  }
}

const addresses = (validators: readonly BesuValidator[]): Hex[] =>
  validators.map(({ address }) => address);

describe("Seals of Besu's QBFT, by a double of its headers", () => {
  it("are needed of two thirds, rounded up", () => {
    const wanted = [1, 2, 2, 3, 4, 4, 5, 6, 6, 7];
    expect(wanted.map((_, index) => quorumOf(index + 1, "qbft"))).to.deep.equal(wanted);
    for (let count = 1; count <= 100; count += 1)
      expect(quorumOf(count, "qbft")).to.equal(Math.ceil((2 * count) / 3));
  });

  it("lead to the hash of the block, which round and seals are no part of", () => {
    const validators = besuValidators(4);
    const once = besuHeader(block, { named: validators, sealers: validators.slice(1) });
    const later = besuHeader(block, { named: validators, sealers: validators, round: 300 });
    expect(later.hash).to.equal(once.hash);
    expect(later.header).to.not.equal(once.header);
    const { seals, ...read } = readHeader(once.header);
    expect(read).to.deep.include({ ...block, kind: "qbft", hash: once.hash });
    expect(seals?.validators).to.deep.equal(addresses(validators));
    expect(readHeader(later.header).hash).to.equal(once.hash);
  });

  for (const count of [4, 7, 27]) {
    for (const where of ["the header", "a contract"] as const) {
      describe(`of ${count} validators that ${where} names`, () => {
        const validators = besuValidators(count);
        const quorum = Math.ceil((2 * count) / 3);
        const [stranger] = besuValidators(1, 1_000) as [BesuValidator];
        const named = where === "the header" ? validators : [];
        const known = addresses(validators);
        const sealed = (changes: Partial<BesuSealing> = {}): Header => {
          const sealers = validators.slice(0, quorum);
          return readHeader(besuHeader(block, { named, sealers, ...changes }).header);
        };
        const refusal = (changes: Partial<BesuSealing>, of = known): string =>
          refusalOf(() => sealing(sealed(changes), of));

        it("hold with a quorum, in any order and any round", () => {
          for (const round of [0, 1, 127, 128, 300]) {
            const sealers = validators.toReversed().slice(0, quorum);
            const { sealedBy, quorum: needed } = sealing(sealed({ sealers, round }), known);
            expect(needed).to.equal(quorum);
            expect(sealedBy).to.deep.equal(addresses(sealers));
          }
          expect(sealing(sealed({ sealers: validators }), known).sealedBy).to.have.length(count);
        });

        it("do not hold with one short, which a second one of the same or a stranger's do not make up for", () => {
          const short = validators.slice(0, quorum - 1);
          const words = new RegExp(
            `has ${quorum - 1} seals; ${quorum} of its ${count} validators must have sealed it`,
          );
          expect(refusal({ sealers: short })).to.match(words);
          expect(refusal({ sealers: [] })).to.match(/has 0 seals/);
          expect(refusal({ sealers: [...short, short[0]!] })).to.match(/two seals of the same/);
          expect(refusal({ sealers: [...short, stranger] })).to.match(
            new RegExp(
              `Seal ${quorum} of block 300 was (not made by a validator|made by none that is known)`,
            ),
          );
        });

        it("do not hold with one too many, whoever made it", () => {
          const enough = validators.slice(0, quorum);
          expect(refusal({ sealers: [stranger, ...enough] })).to.match(/Seal 1 of block 300/);
          expect(refusal({ sealers: [...enough, enough[0]!] })).to.match(/two seals of the same/);
        });

        it("are of 65 bytes that end with 0 or 1", () => {
          expect(refusal({ recoveryFrom: 27 })).to.match(/Seal 1 of block 300/);
        });

        it("are of the round in which they were made", () => {
          const { header } = besuHeader(block, {
            named,
            sealers: validators.slice(0, quorum),
            round: 1,
          });
          // The round stands after the empty list for a vote and before the list of seals: c0 01 f9.
          const other = header.replace(/c001(f9|f8)/, "c002$1") as Hex;
          expect(other).to.not.equal(header);
          expect(readHeader(other).hash).to.equal(readHeader(header).hash);
          expect(refusalOf(() => sealing(readHeader(other), known))).to.match(/Seal 1 of block/);
        });

        it("prove nothing to whoever knows other validators", () => {
          const others = addresses(besuValidators(count, 500));
          const judge = (of: readonly Hex[]) => sealing(sealed(), of);
          if (where === "the header") expect(judge(others).sealedBy).to.deep.equal([]);
          else expect(refusalOf(() => judge(others))).to.match(/by none that is known/);
          expect(refusalOf(() => judge([]))).to.match(/No validator is known/);
        });

        it("do not hold when any byte of the header is another", () => {
          const { header, hash } = besuHeader(block, {
            named,
            sealers: validators.slice(0, quorum),
          });
          const random = new Random(1);
          const bytes = (header.length - 2) / 2;
          for (let attempt = 0; attempt < 60; attempt += 1) {
            const at = 2 + 2 * random.integer(0, bytes - 1);
            const byte = Number.parseInt(header.slice(at, at + 2), 16);
            const other = ((byte + random.integer(1, 255)) % 256).toString(16).padStart(2, "0");
            const changed = `${header.slice(0, at)}${other}${header.slice(at + 2)}` as Hex;
            const holds = (() => {
              try {
                const read = readHeader(changed);
                return read.hash === hash && sealing(read, known).sealedBy.length >= quorum;
              } catch {
                return false;
              }
            })();
            expect(holds, `byte ${(at - 2) / 2} of ${bytes}: ${other}`).to.equal(false);
          }
        }).timeout(60_000);
      });
    }
  }
});
