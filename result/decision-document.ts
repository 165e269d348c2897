/** A document off the chain that a proposal is about, as a line of its text anchors it. */
export interface DecisionDocument {
  /** Name of the file, for people: nothing rests on it. */
  name: string;
  /** Bytes; at least 1. */
  size: number;
  /** SHA-256 of the file: 64 hexadecimal digits in small letters. */
  sha256: string;
}

/** What the text of a proposal says of a document. */
export type NamedDocument =
  | { says: "nothing" }
  | { says: "one"; document: DecisionDocument; line: string }
  /** More than one line names a document: which one was meant cannot be told. */
  | { says: "several"; lines: string[] }
  /** A line looks like one that names a document, and is none. */
  | { says: "malformed"; lines: string[] };

/** Bytes of the largest document that is hashed: the whole of it has to fit into memory. */
export const largestDocument = 64 * 1024 * 1024;
/** Characters of a name that are kept. */
export const longestDocumentName = 120;

const form = /^Document: (.+); ([1-9]\d{0,15}) bytes; sha256 ([0-9a-f]{64})$/u;
/** Meant as such a line, by whoever wrote it. */
const similar = /^\s*document\s*:.*sha-?256/iu;

/**
 * The line of a description that names the decision's document; the description, and with it this line, is part of the proposal's id.
 * `Document: <name>; <size> bytes; sha256 <hash>`. It is read from its end, so that a name may hold whatever it likes.
 */
export function documentLine({ name, size, sha256 }: DecisionDocument): string {
  return `Document: ${cleanName(name)}; ${size} bytes; sha256 ${sha256}`;
}

/** A description with the line of its document as the last paragraph. */
export function withDocument(description: string, document: DecisionDocument | null): string {
  return document === null
    ? description
    : `${description.trimEnd()}\n\n${documentLine(document)}${description.endsWith("\n") ? "\n" : ""}`;
}

/** The document that a description names. */
export function documentIn(description: string): NamedDocument {
  const lines = description.split(/\r\n|\n|\r/).filter((line) => similar.test(line));
  const found = lines.map(readLine);
  const [line] = lines;
  const [document] = found;
  if (line === undefined) return { says: "nothing" };
  if (!document || found.includes(null)) return { says: "malformed", lines };
  return lines.length === 1 ? { says: "one", document, line } : { says: "several", lines };
}

function readLine(line: string): DecisionDocument | null {
  const [, name = "", digits = "", sha256 = ""] = form.exec(line) ?? [];
  const size = Number(digits);
  const isRight = name !== "" && cleanName(name) === name && Number.isSafeInteger(size);
  return isRight ? { name, size, sha256 } : null;
}

/**
 * A name that stands in one line and reads as what it is: what cannot be seen, turns the direction of the text or breaks the line
 * becomes `_`, and what is too long loses its middle.
 */
export function cleanName(name: string): string {
  const seen = name
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}\ufffd]/gu, "_")
    .replaceAll(/\s+/gu, " ")
    .trim();
  const characters = [...seen];
  const tail = 20;
  const short =
    characters.length <= longestDocumentName
      ? seen
      : `${characters
          .slice(0, longestDocumentName - tail - 1)
          .join("")
          .trimEnd()}…${characters.slice(-tail).join("").trimStart()}`;
  return short === "" ? "_" : short;
}

/** Names a file by its content, which goes nowhere. */
export async function documentOf(
  name: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<DecisionDocument> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { name: cleanName(name), size: content.byteLength, sha256 };
}
