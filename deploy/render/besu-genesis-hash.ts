import {
  concat,
  type Hash,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
  pad,
  size,
  toRlp,
  trim,
} from "viem";

import type { besuGenesis } from "./besu-genesis.ts";
import type { GenesisAccount } from "./system-genesis.ts";

/** What of a genesis file its hash depends on. */
export type HashedGenesis = Pick<
  ReturnType<typeof besuGenesis>,
  | "nonce"
  | "timestamp"
  | "gasLimit"
  | "difficulty"
  | "mixHash"
  | "coinbase"
  | "extraData"
  | "baseFeePerGas"
  | "blobGasUsed"
  | "excessBlobGas"
  | "parentBeaconBlockRoot"
> & { alloc: Record<string, GenesisAccount> };

const emptyTrie = keccak256(toRlp("0x"));
const emptyList = keccak256(toRlp([]));

/**
 * Hash of the first block that Besu makes of a genesis file with every fork up to Cancun at its beginning. QBFT hashes a header with round 0
 * and without seals; the first block has neither, so that its hash is that of any header of Ethereum.
 */
export function besuGenesisHash(genesis: HashedGenesis): Hash {
  return keccak256(
    toRlp([
      pad("0x"),
      emptyList,
      genesis.coinbase,
      stateRoot(genesis.alloc),
      emptyTrie,
      emptyTrie,
      pad("0x", { size: 256 }),
      scalar(genesis.difficulty),
      scalar("0x0"),
      scalar(genesis.gasLimit),
      scalar("0x0"),
      scalar(genesis.timestamp),
      genesis.extraData,
      genesis.mixHash,
      numberToHex(hexToBigInt(genesis.nonce), { size: 8 }),
      scalar(genesis.baseFeePerGas),
      // Root of the withdrawals, of which there are none.
      emptyTrie,
      scalar(genesis.blobGasUsed),
      scalar(genesis.excessBlobGas),
      genesis.parentBeaconBlockRoot,
    ]),
  );
}

/** Root of the accounts as they stand in the state of Ethereum. */
export function stateRoot(alloc: Record<string, GenesisAccount>): Hash {
  return trieRoot(
    Object.entries(alloc).map(([address, { nonce, balance, code, storage }]) => [
      address.startsWith("0x") ? (address as Hex) : `0x${address}`,
      toRlp([scalar(nonce), scalar(balance), storageRoot(storage), keccak256(code)]),
    ]),
  );
}

function storageRoot(storage: Record<Hex, Hex>): Hash {
  return trieRoot(
    Object.entries(storage)
      .filter(([, value]) => hexToBigInt(value) !== 0n)
      .map(([slot, value]) => [pad(slot as Hex), toRlp(scalar(value))]),
  );
}

/** A number without leading zeros: nothing for none. */
function scalar(number: Hex): Hex {
  return hexToBigInt(number) === 0n ? "0x" : trim(evenDigits(number));
}

const evenDigits = (number: Hex): Hex =>
  number.length % 2 === 0 ? number : `0x0${number.slice(2)}`;

interface Leaf {
  /** Digits of the hashed key. */
  path: string;
  value: Hex;
}

type Node = Hex | Node[];

/** Root of the tree in which Ethereum keeps values by the hashes of their keys. */
function trieRoot(entries: readonly (readonly [key: Hex, value: Hex])[]): Hash {
  const leaves = entries
    .map(([key, value]) => ({ path: keccak256(key).slice(2), value }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return leaves.length === 0 ? emptyTrie : keccak256(toRlp(nodeOf(leaves, 0)));
}

function nodeOf(leaves: readonly Leaf[], depth: number): Node[] {
  const [first] = leaves;
  const last = leaves.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("A node has leaves.");
  if (first === last) return [compact(first.path.slice(depth), true), first.value];
  // They are in order: what the first and the last have alike, all have.
  let shared = depth;
  while (first.path[shared] === last.path[shared]) shared += 1;
  const branch: Node[] = [
    ...Array.from("0123456789abcdef", (digit): Node => {
      const below = leaves.filter(({ path }) => path[shared] === digit);
      return below.length === 0 ? "0x" : reference(nodeOf(below, shared + 1));
    }),
    "0x",
  ];
  if (shared === depth) return branch;
  return [compact(first.path.slice(depth, shared), false), reference(branch)];
}

/** A node stands inside of its parent where it is shorter than its hash. */
function reference(node: Node[]): Node {
  const encoded = toRlp(node);
  return size(encoded) < 32 ? node : keccak256(encoded);
}

/** Digits in bytes, with a mark for the end of a path and for an odd number of digits. */
function compact(digits: string, isEnd: boolean): Hex {
  const mark = (isEnd ? 2 : 0) + (digits.length % 2);
  return concat([`0x${mark}${digits.length % 2 === 0 ? "0" : ""}${digits}`]);
}
