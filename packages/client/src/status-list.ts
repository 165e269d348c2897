import { z } from "zod";

import { ClientError } from "./client-error.ts";

/** Entries of a list: fewer would tell who is in it, more are not read. */
export const statusListSize = { least: 131_072, most: 16_777_216 };

/**
 * Characters of the longest credential of a list: the bits of the largest without any order, which gzip makes no shorter, in base64 and as
 * part of a token in base64 again, have 3.8 millions.
 */
export const longestStatusList = 4 * 1024 * 1024;

const entrySchema = z.object({
  type: z.literal("StatusList2021Entry"),
  statusPurpose: z.enum(["revocation", "suspension"]),
  statusListIndex: z
    .string()
    .regex(/^\d{1,8}$/)
    .transform(Number),
  statusListCredential: z.url().max(2048),
});

export type StatusListEntry = z.infer<typeof entrySchema>;

/** @throws ClientError `status-list-invalid` */
export function parseStatusListEntry(value: unknown): StatusListEntry {
  const parsed = entrySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ClientError(
    "status-list-invalid",
    "The credential's entry in a status list cannot be read.",
    "Give a StatusList2021Entry with statusPurpose, statusListIndex as digits, and statusListCredential.",
  );
}

/** A list with these entries set: gzip of the bits, most significant first, in base64 without padding. */
export async function encodeStatusList(
  set: Iterable<number>,
  size: number = statusListSize.least,
): Promise<string> {
  const bits = new Uint8Array(size / 8);
  for (const index of set) {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
      throw new RangeError(`The list has no entry ${index}.`);
    }
    bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7));
  }
  const packed = await streamed(bits, new CompressionStream("gzip"), size);
  return btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join("")).replace(/=+$/, "");
}

/**
 * The entries of a list that are set, in ascending order.
 * @throws ClientError `status-list-invalid` for what is no list, or is longer than the longest.
 */
export async function entriesSetIn(encodedList: string): Promise<number[]> {
  const bits = await bitsOf(encodedList);
  return [...bits].flatMap((byte, place) =>
    byte === 0
      ? []
      : [0, 1, 2, 3, 4, 5, 6, 7]
          .filter((bit) => (byte & (0x80 >> bit)) !== 0)
          .map((bit) => place * 8 + bit),
  );
}

/**
 * Whether an entry of a list is set.
 * @throws ClientError `status-list-invalid` for what is no list, is longer than the longest, or has no such entry.
 */
export async function isSetIn(encodedList: string, index: number): Promise<boolean> {
  const byte = (await bitsOf(encodedList))[index >> 3];
  if (byte === undefined) {
    throw new ClientError(
      "status-list-invalid",
      `The status list has no entry ${index}.`,
      "Ask the issuer which entry belongs to the credential.",
    );
  }
  return (byte & (0x80 >> (index & 7))) !== 0;
}

/**
 * How many entries a list has.
 * @throws ClientError `status-list-invalid` for what is no list, or is longer than the longest.
 */
export async function statusListEntries(encodedList: string): Promise<number> {
  return (await bitsOf(encodedList)).length * 8;
}

async function bitsOf(encodedList: string): Promise<Uint8Array> {
  try {
    const plain = encodedList.replaceAll("-", "+").replaceAll("_", "/");
    const packed = Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
    return await streamed(packed, new DecompressionStream("gzip"), statusListSize.most / 8);
  } catch (cause) {
    throw new ClientError(
      "status-list-invalid",
      "The status list is no gzip in base64, or has too many entries.",
      `Ask the issuer for a list of at most ${statusListSize.most} entries.`,
      { cause },
    );
  }
}

/** All that a stream makes of the bytes, up to a limit. */
async function streamed(
  bytes: Uint8Array,
  transform: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(transform);
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw new RangeError(`More than ${limit} bytes.`);
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
