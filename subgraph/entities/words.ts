import { Address, Bytes } from "@graphprotocol/graph-ts";

/** A text that stands left-aligned in 32 bytes. */
export function textOf(word: Bytes): string {
  return Bytes.fromUint8Array(word.subarray(0, lengthOf(word))).toString();
}

/** A text that anybody can have written: what is not printable ASCII is given in hexadecimal digits. */
export function asciiOf(word: Bytes): string {
  const length = lengthOf(word);
  for (let i = 0; i < length; ++i) {
    if (word[i] < 0x20 || word[i] > 0x7e) return word.toHexString();
  }
  return textOf(word);
}

/** A text of the contracts in which empty stands for "not told". */
export function textOrNull(text: string): string | null {
  return text.length == 0 ? null : text;
}

/** A word of the contracts in which 0 stands for "none". */
export function wordOrNull(word: Bytes): Bytes | null {
  return lengthOf(word) == 0 ? null : word;
}

/** Without the zeros at the end. */
function lengthOf(word: Bytes): i32 {
  let length = word.length;
  while (length > 0 && word[length - 1] == 0) --length;
  return length;
}

/** An address of the contracts in which zero stands for "nobody". */
export function addressOrNull(address: Address): Bytes | null {
  return address == Address.zero() ? null : address;
}
