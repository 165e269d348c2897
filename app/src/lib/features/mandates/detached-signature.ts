import {
  bytesToHex,
  concat,
  decodeAbiParameters,
  encodeAbiParameters,
  getTypesForEIP712Domain,
  hexToBigInt,
  hexToBytes,
  type Hex,
  numberToHex,
  parseAbiParameters,
  sha256,
  size,
  slice,
  type TypedDataDomain,
} from "viem";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { chainReader } from "#lib/chain/chain-reader.ts";
import { type Failure, failureOf } from "#lib/chain/failure.ts";

import { bytesOfBase64, derNumber, derSequence } from "./der.ts";
import type { PublicKey } from "./public-key.ts";

/** Kinds of keys that sign outside the browser. */
export type DetachedKind = PublicKey["kind"];

const addressLength = 20;
const wordLength = 32;
const exponent = "0x010001";
const pair = parseAbiParameters("bytes, bytes");

/** The signer of ERC-7913 that a public key is. */
export function signerOf(key: PublicKey, verifier: Hex): Hex {
  return concat([
    verifier,
    key.kind === "p256" ? key.point : encodeAbiParameters(pair, [exponent, key.modulus]),
  ]);
}

/** SHA-256 of the public key in DER, as `openssl dgst -sha256` writes it. */
export function fingerprintOf({ spki }: Pick<PublicKey, "spki">): string {
  return sha256(spki).slice(2);
}

/** The command that computes the same fingerprint where the key is. */
export function fingerprintCommand({ certified }: Pick<PublicKey, "certified">): string {
  const key = certified
    ? "openssl x509 -in certificate.pem -noout -pubkey | openssl pkey -pubin"
    : "openssl pkey -pubin -in public.pem";
  return `${key} -outform DER | openssl dgst -sha256`;
}

/** The commands that sign a digest with a private key in `key.pem`, and print the signature. */
export function signingCommands(kind: DetachedKind, digest: Hex): string {
  const base64 = btoa(String.fromCharCode(...hexToBytes(digest)));
  return [
    `echo '${base64}' | openssl base64 -d -A -out digest.bin`,
    // The curve's verifier is given the digest as it is; that of RSA hashes it once more.
    kind === "p256"
      ? "openssl pkeyutl -sign -inkey key.pem -in digest.bin -out signature.bin"
      : "openssl dgst -sha256 -sign key.pem -out signature.bin digest.bin",
    "openssl base64 -in signature.bin",
  ].join("\n");
}

/** What is signed, as EIP-712 has it in JSON: other programs compute the digest from it. */
export function statementText({
  domain,
  types,
  primaryType,
  message,
}: {
  domain: TypedDataDomain;
  types: object;
  primaryType: string;
  message: object;
}): string {
  const whole = {
    types: { EIP712Domain: getTypesForEIP712Domain({ domain }), ...types },
    primaryType,
    domain,
    message,
  };
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
  return JSON.stringify(whole, plain, 2);
}

export type SignatureProblem =
  | { problem: "unreadable" }
  | { problem: "length"; bytes: number; expected: number }
  /** Made over the SHA-256 of the digest. */
  | { problem: "hashed-again" }
  | { problem: "other" }
  | { problem: "unasked"; failure: Failure };

export type CheckedSignature = { ok: true; signature: Hex } | ({ ok: false } & SignatureProblem);

const orderP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Reads a signature as openssl or a security module gives it (base 64, hexadecimal digits or the bytes of a file), in the form
 * that the verifiers take: of P-256 `r` and the low `s`, of RSA as it is.
 */
export function readSignature(
  given: string | Uint8Array,
  kind: DetachedKind,
  signer: Hex,
): CheckedSignature {
  const bytes = typeof given === "string" ? bytesOfText(given) : bytesOfFile(given);
  if (!bytes) return { ok: false, problem: "unreadable" };
  if (kind === "seal") {
    const [, modulus] = sealOf(signer);
    const expected = size(modulus);
    return bytes.length === expected
      ? { ok: true, signature: bytesToHex(bytes) }
      : { ok: false, problem: "length", bytes: bytes.length, expected };
  }
  const numbers = derSequence(bytes)?.map(derNumber) ?? [];
  const [r, s] =
    numbers.length === 0 && bytes.length === 2 * wordLength
      ? [bytes.subarray(0, wordLength), bytes.subarray(wordLength)]
      : numbers;
  if (!r || !s || r.length > wordLength || s.length > wordLength)
    return { ok: false, problem: "unreadable" };
  const anyS = hexToBigInt(bytesToHex(s));
  const low = anyS > orderP256 / 2n ? orderP256 - anyS : anyS;
  if (low < 0n) return { ok: false, problem: "unreadable" };
  const word = (value: bigint) => numberToHex(value, { size: wordLength });
  return { ok: true, signature: concat([word(hexToBigInt(bytesToHex(r))), word(low)]) };
}

/** Reads a signature and lets the register verify it, so that whatever is wrong shows before anything is sent. */
export async function checkSignature(
  given: string | Uint8Array,
  {
    kind,
    signer,
    digest,
    registry,
  }: { kind: DetachedKind; signer: Hex; digest: Hex; registry: Hex },
): Promise<CheckedSignature> {
  const read = readSignature(given, kind, signer);
  if (!read.ok) return read;
  const isOver = (hash: Hex) =>
    chainReader().readContract({
      address: registry,
      abi: memberRegistryAbi,
      functionName: "isSignedBy",
      args: [signer, hash, read.signature],
    });
  try {
    if (await isOver(digest)) return read;
    return { ok: false, problem: (await isOver(sha256(digest))) ? "hashed-again" : "other" };
  } catch (thrown) {
    return { ok: false, problem: "unasked", failure: failureOf(thrown) };
  }
}

/** Exponent and modulus of a seal. */
function sealOf(signer: Hex): readonly [Hex, Hex] {
  return decodeAbiParameters(pair, slice(signer, addressLength));
}

function bytesOfText(text: string): Uint8Array | null {
  const plain = text.trim().replaceAll(/\s/g, "").replace(/^0x/i, "");
  if (/^(?:[0-9a-f]{2})+$/i.test(plain)) return hexToBytes(`0x${plain}`);
  return bytesOfBase64(plain);
}

/** A file holds the signature itself, or says it in letters. */
function bytesOfFile(bytes: Uint8Array): Uint8Array | null {
  const isText = bytes.every((byte) => byte < 0x80 && byte !== 0);
  return (isText && bytesOfText(new TextDecoder().decode(bytes))) || bytes;
}
