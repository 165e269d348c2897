import { concat, fromRlp, hexToBigInt, hexToNumber, keccak256, size, slice, toRlp } from "viem";
import { publicKeyToAddress } from "viem/accounts";
import { secp256k1 } from "@noble/curves/secp256k1";

import type { Hex } from "./package.ts";
import { ResultError } from "./result-error.ts";

/** How a block is hashed, and whether validators seal it. */
export type HeaderKind = "ethereum" | "kaia" | "qbft";

/** What a header says, as far as a result rests on it. */
export interface Header {
  kind: HeaderKind;
  hash: Hex;
  number: number;
  /** Seconds since 1970. */
  time: number;
  stateRoot: Hex;
  transactionsRoot: Hex;
  receiptsRoot: Hex;
  /** The field in which consensus keeps what it adds. */
  extraData: Hex;
  /** Of a chain with BFT consensus; null otherwise. */
  seals: Seals | null;
}

export interface Seals {
  /** The validators that the header itself names; none on a chain of Besu whose validators a contract names. */
  validators: Hex[];
  /** What each of them has signed. */
  digest: Hex;
  committed: Hex[];
}

type Item = Hex | readonly Item[];

/** Mark of Istanbul's and QBFT's blocks in the field that others fill by chance or by work. */
const istanbulMark = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";
const vanityBytes = 32;
/** Kaia's validators sign the hash and this number of the message. */
const kaiaCommit = "0x02";

/** Reads a header in RLP: of Ethereum, of Kaia (Istanbul BFT) or of Besu with QBFT. */
export function readHeader(rlp: Hex): Header {
  let items: readonly Item[];
  try {
    const decoded = fromRlp(rlp, "hex") as Item;
    if (typeof decoded === "string" || toRlp(decoded as Hex[]) !== rlp) throw malformed();
    items = decoded;
  } catch (cause) {
    throw malformed(cause);
  }
  // Ethereum has the hash of uncles where Kaia has the address that is rewarded.
  if (size(field(items, 1)) === 20) return kaiaHeader(items);
  const isQbft = items.length > 13 && field(items, 13) === istanbulMark;
  const extra = field(items, 12);
  return {
    kind: isQbft ? "qbft" : "ethereum",
    hash: isQbft ? hashWith(items, 12, qbftExtra(extra, { round: false })) : keccak256(rlp),
    number: number(field(items, 8)),
    time: number(field(items, 11)),
    stateRoot: field(items, 3),
    transactionsRoot: field(items, 4),
    receiptsRoot: field(items, 5),
    extraData: extra,
    seals: isQbft
      ? {
          ...qbftSeals(extra),
          digest: hashWith(items, 12, qbftExtra(extra, { round: true })),
        }
      : null,
  };
}

/** The header of a Kaia block without what its hash leaves out: the number of the round. Packages hold it in this one form. */
export function withoutRound(rlp: Hex): Hex {
  const items = fromRlp(rlp, "hex") as readonly Item[];
  if (size(field(items, 1)) !== 20) return rlp;
  const extra = field(items, 11);
  return toRlp(
    items.with(
      11,
      concat([slice(extra, 0, vanityBytes - 1), "0x00", slice(extra, vanityBytes)]),
    ) as Hex[],
  );
}

function kaiaHeader(items: readonly Item[]): Header {
  const extra = field(items, 11);
  if (size(extra) <= vanityBytes || slice(extra, vanityBytes - 1, vanityBytes) !== "0x00")
    throw malformed();
  const vanity = slice(extra, 0, vanityBytes);
  const [validators, proposerSeal, committed] = listOf(slice(extra, vanityBytes));
  const hash = hashWith(
    items,
    11,
    concat([vanity, toRlp([validators as Hex[], proposerSeal as Hex, []])]),
  );
  return {
    kind: "kaia",
    hash,
    number: number(field(items, 7)),
    time: number(field(items, 9)),
    stateRoot: field(items, 2),
    transactionsRoot: field(items, 3),
    receiptsRoot: field(items, 4),
    extraData: extra,
    seals: {
      validators: validators as Hex[],
      digest: keccak256(concat([hash, kaiaCommit])),
      committed: committed as Hex[],
    },
  };
}

/** The extra data of QBFT without seals, and for the hash of the block without the round. */
function qbftExtra(extra: Hex, { round }: { round: boolean }): Hex {
  const items = listOf(extra);
  return toRlp((round ? items.with(4, []) : items.with(3, "0x").with(4, [])) as Hex[]);
}

function qbftSeals(extra: Hex): Pick<Seals, "validators" | "committed"> {
  const items = listOf(extra);
  return { validators: items[1] as Hex[], committed: items[4] as Hex[] };
}

/** The founding validators in the extra data of a genesis file, of Kaia or of Besu with QBFT. */
export function validatorsOfExtra(extra: Hex): Hex[] {
  const first = Number(slice(extra, 0, 1));
  // QBFT's extra data is a list; Kaia's begins with 32 bytes of the client's own.
  const validators = first >= 0xc0 ? listOf(extra)[1] : listOf(slice(extra, vanityBytes))[0];
  if (!Array.isArray(validators) || validators.some((one) => size(one as Hex) !== 20))
    throw malformed();
  return validators as Hex[];
}

/** What validators sealed, or why it does not hold. */
export interface Sealing {
  /** Validators that sealed the block, of those that were given. */
  sealedBy: Hex[];
  /** So many of them are needed. */
  quorum: number;
}

/**
 * Validators out of a set whose seals a header carries; refuses a seal of nobody in the header's own set, or a second one of the same.
 * Where the header names nobody, `known` stands for its own set.
 */
export function sealing(header: Header, known: readonly Hex[]): Sealing {
  if (known.length === 0)
    throw new ResultError(
      "No validator is known.",
      "Give the validators of the time of this decision: --validators.",
    );
  const { seals, kind } = header;
  const quorum = quorumOf(known.length, kind);
  if (seals === null) return { sealedBy: [], quorum };
  const isNamed = seals.validators.length > 0;
  const own = new Set(isNamed ? seals.validators : known);
  const signers = seals.committed.map((seal) => signerOf(seals.digest, seal));
  const stranger = signers.findIndex((signer) => signer === undefined || !own.has(signer));
  if (stranger !== -1 && !isNamed) {
    throw new ResultError(
      `Seal ${stranger + 1} of block ${header.number} was made by none that is known, and the block itself names no validator.`,
      "Give the validators of the time of this decision (--validators): the blocks of this chain do not tell when they change. If they are these, the block is forged.",
    );
  }
  if (stranger !== -1 || new Set(signers).size !== signers.length) {
    throw new ResultError(
      stranger === -1
        ? `Block ${header.number} carries two seals of the same validator.`
        : `Seal ${stranger + 1} of block ${header.number} was not made by a validator that the block names.`,
      "Ask for the package anew, from somebody else or from a node of your own.",
    );
  }
  const ownQuorum = quorumOf(own.size, kind);
  if (signers.length < ownQuorum) {
    throw new ResultError(
      `Block ${header.number} has ${signers.length} seals; ${ownQuorum} of its ${own.size} validators must have sealed it.`,
      "Ask for the package anew, from somebody else or from a node of your own.",
    );
  }
  const set = new Set(known);
  return {
    sealedBy: signers.filter((signer): signer is Hex => signer !== undefined && set.has(signer)),
    quorum,
  };
}

/** Seals that make a block final: two thirds, rounded up; of fewer than four validators Kaia's Istanbul BFT asks for all. */
export function quorumOf(validators: number, kind: HeaderKind): number {
  return kind !== "qbft" && validators < 4 ? validators : Math.ceil((2 * validators) / 3);
}

function signerOf(digest: Hex, seal: Hex): Hex | undefined {
  if (size(seal) !== 65) return undefined;
  const last = hexToNumber(slice(seal, 64));
  if (last > 1) return undefined;
  try {
    const key = secp256k1.Signature.fromCompact(slice(seal, 0, 64).slice(2))
      .addRecoveryBit(last)
      .recoverPublicKey(digest.slice(2));
    return publicKeyToAddress(`0x${key.toHex(false)}`).toLowerCase() as Hex;
  } catch {
    // Not a point of the curve: nobody's seal.
    return undefined;
  }
}

const hashWith = (items: readonly Item[], place: number, extra: Hex): Hex =>
  keccak256(toRlp(items.with(place, extra) as Hex[]));

function listOf(rlp: Hex): readonly Item[] {
  const decoded = fromRlp(rlp, "hex") as Item;
  if (typeof decoded === "string") throw malformed();
  return decoded;
}

function field(items: readonly Item[], place: number): Hex {
  const item = items[place];
  if (typeof item !== "string") throw malformed();
  return item;
}

function number(item: Hex): number {
  const value = item === "0x" ? 0n : hexToBigInt(item);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed();
  return Number(value);
}

const malformed = (cause?: unknown): ResultError =>
  new ResultError(
    "A header of the package is none that Ethereum, Kaia or Besu with QBFT would make.",
    "Ask for the package anew.",
    cause,
  );
