import { holdsPrivatePem } from "#lib/features/mandates/public-key.ts";

/** Characters of the longest token that is read: credentials have a few thousand. */
export const largestText = 128 * 1024;

/** What a person gave to be verified. */
export type GivenText =
  | { given: "text"; text: string }
  | { given: "nothing" }
  /** Bytes of a file, or characters. */
  | { given: "too-large"; size: number }
  /** Whatever it was, it must not stay on the page. */
  | { given: "private-key" }
  | { given: "unreadable" };

/** Looks at what was pasted before anything else does. */
export function readText(pasted: string): GivenText {
  const text = pasted.trim();
  if (text === "") return { given: "nothing" };
  if (holdsPrivateKey(text)) return { given: "private-key" };
  if (text.length > largestText) return { given: "too-large", size: text.length };
  return { given: "text", text };
}

/** Reads a file, unless it is too large for a credential. Nothing of it is sent anywhere. */
export async function readFile(file: Pick<File, "size" | "text">): Promise<GivenText> {
  if (file.size > largestText) return { given: "too-large", size: file.size };
  try {
    return readText(await file.text());
  } catch {
    return { given: "unreadable" };
  }
}

/**
 * Whether a text holds a private key: in PEM, as a JWK with its private part (also within a token), as 32 bytes in hexadecimal, or as the
 * words of a wallet.
 */
function holdsPrivateKey(text: string): boolean {
  if (holdsPrivatePem(text)) return true;
  if (/^(0x)?[0-9a-f]{64}$/i.test(text)) return true;
  if (/^(?:[a-z]{3,8}\s+){11,23}[a-z]{3,8}$/.test(text)) return true;
  const parts = text.split(".").slice(0, 3).map(fromBase64Url);
  return [text, ...parts].some((part) => /"kty"\s*:/.test(part) && /"(?:d|k)"\s*:\s*"/.test(part));
}

/** The text behind base64url; empty for what is none. */
function fromBase64Url(part: string): string {
  try {
    return atob(part.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return "";
  }
}
