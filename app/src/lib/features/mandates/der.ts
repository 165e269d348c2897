/** One element of DER, the encoding of keys, certificates and signatures (X.690). */
export interface DerElement {
  tag: number;
  content: Uint8Array;
  /** Tag, length and content. */
  whole: Uint8Array;
}

export const derTag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  object: 0x06,
  sequence: 0x30,
} as const;

const longest = 0xffff;

/** The elements that stand one after the other; null when the bytes are anything else. */
export function derElements(bytes: Uint8Array): DerElement[] | null {
  const elements: DerElement[] = [];
  for (let start = 0; start < bytes.length;) {
    const [tag, first] = [bytes[start], bytes[start + 1]];
    if (tag === undefined || first === undefined) return null;
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    // Nothing that is read here needs more, and a length without end is no DER.
    if (lengthBytes > 2 || first === 0x80) return null;
    const content = start + 2 + lengthBytes;
    const length =
      lengthBytes === 0
        ? first
        : bytes.subarray(start + 2, content).reduce((sum, byte) => sum * 256 + byte, 0);
    const end = content + length;
    if (length > longest || end > bytes.length) return null;
    elements.push({
      tag,
      content: bytes.subarray(content, end),
      whole: bytes.subarray(start, end),
    });
    start = end;
  }
  return elements;
}

/** The elements in the one sequence that the bytes are; null when they are none. */
export function derSequence(bytes: Uint8Array): DerElement[] | null {
  const [only, ...others] = derElements(bytes) ?? [];
  return only?.tag === derTag.sequence && others.length === 0 ? derElements(only.content) : null;
}

/** A positive number without the zeros in front; null when it is none. */
export function derNumber(element: DerElement | undefined): Uint8Array | null {
  if (element?.tag !== derTag.integer) return null;
  const [first = 0x80] = element.content;
  if (first >= 0x80) return null;
  const significant = element.content.findIndex((byte) => byte !== 0);
  return significant < 0 ? null : element.content.subarray(significant);
}

/** Bytes in base 64, whatever white space stands between; null when the text is none. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const plain = text.replaceAll(/\s/g, "");
  if (plain === "" || plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return null;
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}
