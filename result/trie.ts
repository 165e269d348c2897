import { createMPT, createMerkleProof, updateMPTFromMerkleProof } from "@ethereumjs/mpt";
import { bytesToHex, concat, hexToBytes, keccak256, toRlp } from "viem";

import type { Hex } from "./package.ts";

/** A value under a key in the Merkle-Patricia trie with this root, out of nodes; undefined where they prove nothing, null where they prove that there is none. */
export async function trieReader(
  root: Hex,
  nodes: readonly Hex[],
  { hashedKeys }: { hashedKeys: boolean },
): Promise<(key: Hex) => Promise<Hex | null | undefined>> {
  const trie = await createMPT({ useKeyHashing: hashedKeys });
  await updateMPTFromMerkleProof(
    trie,
    nodes.map((node) => hexToBytes(node)),
  );
  trie.root(hexToBytes(root));
  return async (key) => {
    try {
      const value = await trie.get(hexToBytes(key), true);
      return value === null ? null : bytesToHex(value);
    } catch {
      // A node is missing, or is not what its hash says.
      return undefined;
    }
  };
}

/** Root of a list as blocks have it, and the nodes that prove the items at some places. */
export async function listProof(
  items: readonly Hex[],
  places: readonly number[],
): Promise<{ root: Hex; nodes: Hex[] }> {
  const trie = await createMPT();
  for (const [place, item] of items.entries())
    await trie.put(hexToBytes(listKey(place)), hexToBytes(item));
  const nodes = new Set<Hex>();
  for (const place of places)
    for (const node of await createMerkleProof(trie, hexToBytes(listKey(place))))
      nodes.add(bytesToHex(node));
  return { root: bytesToHex(trie.root()), nodes: [...nodes] };
}

/** Key of a transaction or receipt in the trie of its block. */
export const listKey = (place: number): Hex =>
  toRlp(place === 0 ? "0x" : `0x${evenDigits(place.toString(16))}`);

/** Kaia's root of a list: the hash of all its items, one after the other. */
export const concatenatedRoot = (items: readonly Hex[]): Hex => keccak256(concat(items));

const evenDigits = (digits: string): string => (digits.length % 2 === 0 ? digits : `0${digits}`);
