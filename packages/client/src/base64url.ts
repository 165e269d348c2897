import { base64url } from "multiformats/bases/base64";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** RFC 4648, §5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return base64url.baseEncode(bytes);
}

/** Undefined for what is not the one encoding of its bytes: another text with the same meaning would have another hash. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  try {
    const bytes = base64url.baseDecode(text);
    return base64url.baseEncode(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

export function textToBase64Url(text: string): string {
  return toBase64Url(encoder.encode(text));
}

/** Undefined for what is no base64url of UTF-8. */
export function textFromBase64Url(text: string): string | undefined {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
