import { concat, hexToBigInt, keccak256, numberToHex, pad } from "viem";

import type { Hex } from "./package.ts";

/**
 * Where the three contracts of a body keep what a decision rests on. They are immutable, and tests hold these places against the
 * compiler's own account of them.
 */
export const places = {
  council: { name: 3, proposals: 4, terms: 13, tallies: 14, furtherVotes: 15 },
  memberRegistry: { seats: 5, records: 6, history: 7, count: 11, totalsHistory: 12 },
  decisionClasses: { rules: 4, fixed: 5 },
} as const;

/** Votes of members from place 61 on stand in words of 128 beside the tally. */
export const votesInTally = 61;
export const votesInWord = 128;
export const furtherWords = [0, 1];

const word = (value: bigint | number): Hex => numberToHex(value, { size: 32 });

/** Slot of an entry of a mapping at a slot. */
export const entrySlot = (mapping: bigint | number, key: bigint | number): bigint =>
  hexToBigInt(keccak256(concat([word(key), word(mapping)])));

/** Slot of an element of a list at a slot; each takes one. */
export const elementSlot = (list: bigint | number, index: number): bigint =>
  hexToBigInt(keccak256(word(list))) + BigInt(index);

/** Key of a slot as `eth_getProof` takes it. */
export const slotKey = (slot: bigint | number): Hex => word(slot);

/** So many bits of a slot, counted from its lowest byte `offset`. */
export const bits = (value: bigint, offset: number, count: number): bigint =>
  (value >> BigInt(8 * offset)) & ((1n << BigInt(count)) - 1n);

export const addressAt = (value: bigint, offset: number): Hex =>
  pad(numberToHex(bits(value, offset, 160)), { size: 20 });

/** Reads slots of a contract at one block. */
export type ReadSlot = (slot: bigint) => Promise<bigint>;

export interface Checkpoint {
  heads: number;
  weight: bigint;
}

/** Head and weight that a history of the register held at a timepoint. */
export async function checkpointAt(
  read: ReadSlot,
  history: bigint | number,
  timepoint: number,
): Promise<Checkpoint> {
  const length = Number(await read(BigInt(history)));
  // As the register itself finds it: the last one that is not later.
  let [low, high] = [0, length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (Number(bits(await read(elementSlot(history, middle)), 0, 48)) > timepoint) high = middle;
    else low = middle + 1;
  }
  if (low === 0) return { heads: 0, weight: 0n };
  const found = await read(elementSlot(history, low - 1));
  return { heads: Number(bits(found, 14, 16)), weight: bits(found, 6, 64) };
}

/** A text of at most 31 bytes as a contract keeps it. */
export function shortText(value: bigint): string {
  const length = Number(value & 0xffn) / 2;
  return Buffer.from(word(value).slice(2), "hex").subarray(0, length).toString("utf8");
}
