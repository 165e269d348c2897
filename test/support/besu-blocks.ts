import { secp256k1 } from "@noble/curves/secp256k1";
import { keccak256 } from "viem";
import { privateKeyToAddress } from "viem/accounts";

type Hex = `0x${string}`;

/** A key that seals, and the address by which it is known. */
export interface BesuValidator {
  key: Hex;
  address: Hex;
}

/** What a block commits to. */
export interface BesuBlock {
  number: number;
  /** Seconds since 1970. */
  time: number;
  stateRoot: Hex;
  transactionsRoot: Hex;
  receiptsRoot: Hex;
}

export interface BesuSealing {
  /** Who seals, in this order. */
  sealers: readonly BesuValidator[];
  /** Validators that the header names; none where a contract says who validates. */
  named: readonly BesuValidator[];
  /** Round in which the block was agreed on; 0 when left out. */
  round?: number;
  /** Added to the last byte of a seal, which is 0 or 1: Ethereum's transactions have 27 here. */
  recoveryFrom?: number;
}

/**
 * A double of how Besu with QBFT writes and seals a header, made apart from `result/`, with an encoding of its own, after
 * `QbftExtraDataCodec` and `BftBlockHashing` of Besu: no Besu has made these blocks.
 */
export function besuHeader(block: BesuBlock, sealing: BesuSealing): { header: Hex; hash: Hex } {
  const { sealers, named, round = 0, recoveryFrom = 0 } = sealing;
  const validators = named.map(({ address }) => bytes(address));
  const extra = (withRound: number, seals: readonly Uint8Array[]) =>
    list([zeros(32), list(validators), list([]), scalar(withRound), list(seals)]);
  const header = (extraData: Encoded) => hex(list(fields(block, extraData.bytes)).bytes);
  // What validators sign has the round and no seals; the hash of the block has neither.
  const digest = keccak256(header(extra(round, [])));
  const seals = sealers.map(({ key }) => {
    const signature = secp256k1.sign(digest.slice(2), key.slice(2));
    return Uint8Array.of(...signature.toCompactRawBytes(), signature.recovery + recoveryFrom);
  });
  return { header: header(extra(round, seals)), hash: keccak256(header(extra(0, []))) };
}

/** Validators of a test, the same with every run. */
export function besuValidators(count: number, from = 1): BesuValidator[] {
  return Array.from({ length: count }, (_, index) => {
    const key: Hex = `0x${(from + index).toString(16).padStart(64, "0")}`;
    return { key, address: privateKeyToAddress(key).toLowerCase() as Hex };
  });
}

/** The fields of a header up to Cancun. */
const fields = (block: BesuBlock, extraData: Uint8Array): (Uint8Array | Encoded)[] => [
  zeros(32),
  bytes(noOmmers),
  zeros(20),
  bytes(block.stateRoot),
  bytes(block.transactionsRoot),
  bytes(block.receiptsRoot),
  zeros(256),
  scalar(1),
  scalar(block.number),
  scalar(60_000_000),
  scalar(0),
  scalar(block.time),
  extraData,
  bytes(mixHash),
  zeros(8),
  // Base fee.
  scalar(0),
  bytes(noWithdrawals),
  // Gas of blobs, and what is left of it.
  scalar(0),
  scalar(0),
  zeros(32),
];

const mixHash = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";
const noOmmers = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
const noWithdrawals = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

/** RLP of an item. */
interface Encoded {
  bytes: Uint8Array;
}

const zeros = (length: number): Uint8Array => new Uint8Array(length);
const bytes = (value: Hex): Uint8Array => Uint8Array.from(Buffer.from(value.slice(2), "hex"));
const hex = (value: Uint8Array): Hex => `0x${Buffer.from(value).toString("hex")}`;

/** A number without leading zeros; nothing for 0. */
function scalar(value: number): Uint8Array {
  const digits = value === 0 ? "" : value.toString(16);
  return bytes(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`);
}

function list(items: readonly (Uint8Array | Encoded)[]): Encoded {
  const content = items.map((item) => ("bytes" in item ? item.bytes : string(item)));
  return { bytes: prefixed(0xc0, Buffer.concat(content)) };
}

function string(value: Uint8Array): Uint8Array {
  const [first = 0x80] = value;
  return value.length === 1 && first < 0x80 ? value : prefixed(0x80, value);
}

function prefixed(kind: number, content: Uint8Array): Uint8Array {
  if (content.length <= 55) return Uint8Array.of(kind + content.length, ...content);
  const length = scalar(content.length);
  return Uint8Array.of(kind + 55 + length.length, ...length, ...content);
}
