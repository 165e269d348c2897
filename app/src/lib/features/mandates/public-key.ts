import { derElements, derNumber, derSequence, derTag, bytesOfBase64 } from "./der.ts";

type Hex = `0x${string}`;

/** A public key that the verifiers of a register can take, out of a file or of what was pasted. */
export type PublicKey = {
  /** `SubjectPublicKeyInfo` in DER: of this a fingerprint is made. */
  spki: Uint8Array;
  /** Whether it stood in a certificate. */
  certified: boolean;
} & (
  | { kind: "p256"; point: Hex }
  /** With the exponent 65537. */
  | { kind: "seal"; modulus: Hex; bits: number }
);

export type PublicKeyProblem =
  /** A secret has left its place: whoever reads this must not keep it anywhere. */
  | { problem: "private-key" }
  | { problem: "not-a-key" }
  | { problem: "other-kind" }
  | { problem: "other-curve"; curve: string | null }
  | { problem: "compressed" }
  | { problem: "exponent"; exponent: string }
  | { problem: "too-short"; bits: number }
  | { problem: "too-long"; bits: number };

/** Bits of the modulus. Shorter ones no verifier takes. */
export const shortestSeal = 2048;
/** A vote has 500,000 gas for its signature, and those of longer keys can cost more, see `Council.VERIFICATION_GAS`. */
export const longestSeal = 4096;

type Read = { ok: true; key: PublicKey } | ({ ok: false } & PublicKeyProblem);

const refused = (problem: PublicKeyProblem): Read => ({ ok: false, ...problem });

/** Whether a text holds a private key in PEM, of whatever kind. */
export function holdsPrivatePem(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text);
}

/**
 * Reads a public key or the first certificate of a text (PEM, or base 64 alone) or a file (DER). WebCrypto would not say why it
 * takes a key not, reads no certificates, and is missing on pages without encryption.
 */
export function readPublicKey(given: string | Uint8Array): Read {
  const text = typeof given === "string" ? given : textOf(given);
  if (text !== null && holdsPrivatePem(text)) return refused({ problem: "private-key" });
  const armoured =
    text === null
      ? null
      : /-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([\s\S]*?)-----END \1-----/.exec(text);
  const bytes =
    armoured?.[2] === undefined
      ? text === null
        ? (given as Uint8Array)
        : bytesOfBase64(text)
      : bytesOfBase64(armoured[2]);
  return bytes ? readDer(bytes) : refused({ problem: "not-a-key" });
}

/** What a file says when it is a text; a key in DER is none. */
function textOf(bytes: Uint8Array): string | null {
  return bytes.every((byte) => byte < 0x80 && byte !== 0) ? new TextDecoder().decode(bytes) : null;
}

function readDer(bytes: Uint8Array): Read {
  const parts = derSequence(bytes);
  const tags = parts?.map(({ tag }) => tag) ?? [];
  const { sequence, integer, bitString, octetString } = derTag;
  // Private keys (PKCS #1 and #8, SEC 1) and key stores (PKCS #12) begin with a version, encrypted ones hold one string of bytes.
  const hasVersion = tags[0] === integer && parts?.[0]?.content.length === 1;
  if (hasVersion || (tags[0] === sequence && tags[1] === octetString))
    return refused({ problem: "private-key" });
  if (tags.length === 2 && tags[0] === sequence && tags[1] === bitString)
    return readKey(bytes, false);
  if (tags.length === 3 && tags[0] === sequence && tags[1] === sequence && tags[2] === bitString) {
    const inside = derElements(parts?.[0]?.content ?? new Uint8Array()) ?? [];
    // Certificates of the first version have no version in front of serial number, algorithm, issuer, time and subject.
    const key = inside[inside[0]?.tag === 0xa0 ? 6 : 5];
    if (key) return readKey(key.whole, true);
  }
  return refused({ problem: "not-a-key" });
}

const objects = {
  ec: "2a8648ce3d0201",
  rsa: "2a864886f70d010101",
  p256: "2a8648ce3d030107",
};
const otherCurves: Record<string, string> = {
  "2b81040022": "P-384",
  "2b81040023": "P-521",
  "2b8104000a": "secp256k1",
  "2b2403030208010107": "brainpoolP256r1",
  "2b240303020801010b": "brainpoolP384r1",
  "2b240303020801010d": "brainpoolP512r1",
};

function readKey(spki: Uint8Array, certified: boolean): Read {
  const [algorithm, key] = derSequence(spki) ?? [];
  const [object, parameters] = algorithm ? (derSequence(algorithm.whole) ?? []) : [];
  // The first byte of a string of bits says how many of the last are not used: none.
  if (object?.tag !== derTag.object || key?.tag !== derTag.bitString || key.content[0] !== 0)
    return refused({ problem: "not-a-key" });
  const bits = key.content.subarray(1);
  switch (hexOf(object.content)) {
    case objects.ec: {
      const curve = parameters?.tag === derTag.object ? hexOf(parameters.content) : "";
      if (curve !== objects.p256)
        return refused({ problem: "other-curve", curve: otherCurves[curve] ?? null });
      if (bits.length === 33) return refused({ problem: "compressed" });
      if (bits.length !== 65 || bits[0] !== 4) return refused({ problem: "not-a-key" });
      return {
        ok: true,
        key: { kind: "p256", point: `0x${hexOf(bits.subarray(1))}`, spki, certified },
      };
    }
    case objects.rsa:
      return readSeal(bits, spki, certified);
    default:
      return refused({ problem: "other-kind" });
  }
}

function readSeal(bits: Uint8Array, spki: Uint8Array, certified: boolean): Read {
  const numbers = derSequence(bits) ?? [];
  const [modulus, exponent] = [derNumber(numbers[0]), derNumber(numbers[1])];
  if (!modulus || !exponent || numbers.length !== 2) return refused({ problem: "not-a-key" });
  if (hexOf(exponent) !== "010001")
    return refused({ problem: "exponent", exponent: String(BigInt(`0x${hexOf(exponent)}`)) });
  const size = modulus.length * 8 - (Math.clz32(modulus[0] ?? 0) - 24);
  if (size < shortestSeal) return refused({ problem: "too-short", bits: size });
  if (size > longestSeal) return refused({ problem: "too-long", bits: size });
  return {
    ok: true,
    key: { kind: "seal", modulus: `0x${hexOf(modulus)}`, bits: size, spki, certified },
  };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
