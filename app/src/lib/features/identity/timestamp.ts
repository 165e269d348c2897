import { type Hex, sha256 } from "viem";

/** What the address of a page asks for as a hash: hexadecimal digits, with or without 0x, of 160 to 512 bits; null for another text. */
export function readHash(text: string): Hex | null {
  const digits = text.trim().replace(/^0x/i, "").toLowerCase();
  return /^(?:[0-9a-f]{2}){20,64}$/.test(digits) ? `0x${digits}` : null;
}

/** An id of 32 bytes as pages name it in their addresses; null for another text. */
export function readId(text: string): Hex | null {
  const id = text.toLowerCase();
  return /^0x[0-9a-f]{64}$/.test(id) ? (id as Hex) : null;
}

/** What the register knows a hash by. */
export function timestampId(hash: Hex): Hex {
  return sha256(hash);
}

export function timestampPath(id: Hex): string {
  return `/identity/timestamps/${id}`;
}

export function recordPath(id: Hex, page = 1): string {
  return `/identity/records/${id}${page > 1 ? `?page=${page}` : ""}`;
}

export function batchPath(root: Hex): string {
  return `/identity/batches/${root}`;
}

/** Hashes of a proof at most, as the contract has it. */
export const longestProof = 32;

/** Characters of the longest text of a proof: its hashes with what stands between them. */
export const longestProofText = 4096;

/**
 * A proof as people give it: a list of hashes in JSON, or hashes with spaces, commas or lines between them. Empty for a batch of one
 * document; null for what is no proof.
 */
export function readProof(text: string): Hex[] | null {
  if (text.length > longestProofText) return null;
  const words = text
    .trim()
    .replace(/^\[([^[\]]*)\]$/, "$1")
    .split(/[\s,"']+/)
    .filter((word) => word !== "");
  const hashes = words.map((word) => readId(word.replace(/^(?:0x)?/i, "0x")));
  return hashes.length <= longestProof && hashes.every((hash) => hash !== null) ? hashes : null;
}

export const timestampLists = ["hashes", "records", "batches"] as const;
export type TimestampList = (typeof timestampLists)[number];

/** The address of a list of the register. */
export function timestampsPath(list: TimestampList, page = 1): string {
  const params = new URLSearchParams();
  if (list !== "hashes") params.set("list", list);
  if (page > 1) params.set("page", String(page));
  const search = params.toString();
  return search === "" ? "/identity/timestamps" : `/identity/timestamps?${search}`;
}

/** Bytes that somebody wrote beside a hash: as text where they are printable UTF-8, else in hexadecimal digits; null for none. */
export function shownBytes(bytes: Hex): string | null {
  if (bytes === "0x") return null;
  try {
    const raw = Uint8Array.from(bytes.slice(2).match(/../g) ?? [], (byte) => parseInt(byte, 16));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(raw);
    return /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(text.replace(/[\n\t]/g, "")) ? bytes : text;
  } catch {
    return bytes;
  }
}
