import { keccak256, numberToHex, pad, stringToHex, toHex } from "viem";

import { contracts, type ContractName } from "../manifest.ts";

export type Hex = `0x${string}`;
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A chain in a few blocks, and what the index has to answer after them. */
export interface Suite {
  name: string;
  blocks: Block[];
  assertions: Assertion[];
}

export interface Block {
  /** Seconds since 1970; a block without it takes its number. */
  timestamp?: number;
  events?: Emitted[];
}

export interface Emitted {
  contract: ContractName;
  event: string;
  params: Record<string, Json>;
  transaction: Hex;
}

export interface Assertion {
  query: string;
  expected: Json;
}

/** Something that a contract says in a transaction. */
export function emit(
  transaction: Hex,
  contract: ContractName,
  event: string,
  params: Record<string, Json>,
): Emitted {
  return { transaction, contract, event, params };
}

/** The name of the field is the query's own, so that a whole answer is compared. */
export function expect(query: string, expected: Json): Assertion {
  return { query: query.replaceAll(/\s+/g, " ").trim(), expected };
}

/** Addresses of the contracts on the chain of all suites. */
export const at = Object.fromEntries(
  contracts.map((name, index) => [name, numberToHex(0xc0de00 + index, { size: 20 })]),
) as Record<ContractName, Hex>;

/** An account that nobody has, recognisable by its name. */
export function account(name: string): Hex {
  return keccak256(stringToHex(`account ${name}`)).slice(0, 42) as Hex;
}

/** Hash of a transaction or of anything else, recognisable by its number. */
export function hash(number: number): Hex {
  return numberToHex(number, { size: 32 });
}

/** A text of at most 32 bytes, left-aligned. */
export function word(text: string): Hex {
  return pad(stringToHex(text), { dir: "right", size: 32 });
}

export function concat(...parts: Hex[]): Hex {
  return `0x${parts.map((part) => part.slice(2)).join("")}`;
}

/** Id of an event: hash of its transaction, and its place in the block as graph-ts writes numbers. */
export function eventId(transaction: Hex, logIndex: number): Hex {
  return concat(transaction, toHex(Uint8Array.of(logIndex & 0xff, logIndex >> 8, 0, 0)));
}

/** Place of an event in the chain. */
export function ordinal(block: number, logIndex: number): string {
  return ((BigInt(block) << 32n) + BigInt(logIndex)).toString();
}

/** What gnd gives as the sender of every transaction. */
export const sender: Hex = numberToHex(0, { size: 20 });

/** A number as an argument in calldata. */
export function numberWord(number: bigint): Hex {
  return numberToHex(number, { size: 32 });
}
