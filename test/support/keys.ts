import crypto, { type KeyObject } from "node:crypto";

import {
  bytesToHex,
  concat,
  encodeAbiParameters,
  hexToBigInt,
  hexToBytes,
  numberToHex,
  parseAbiParameters,
  type Address,
  type Hex,
} from "viem";

/** A key in the form of ERC-7913, and how it signs a digest. */
export interface TestSigner {
  signer: Hex;
  sign: (digest: Hex) => Hex;
}

export const curveOrderP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A P-256 key that signs the digest itself, as security modules do. */
export function p256Signer(verifier: Address, lowS = true): TestSigner {
  const { privateKey, point } = p256Key();
  const secret = hexToBigInt(bytesToHex(Buffer.from(jwk(privateKey, "d"), "base64url")));
  return {
    signer: concat([verifier, point]),
    sign: (digest) => {
      // Node signs nothing but what it has hashed itself, so the formula is applied here to a random point of its own.
      const once = crypto.createECDH("prime256v1");
      const kG = once.generateKeys();
      const k = hexToBigInt(bytesToHex(once.getPrivateKey()));
      const r = hexToBigInt(bytesToHex(kG.subarray(1, 33))) % curveOrderP256;
      const s = modulo(inverse(k) * (hexToBigInt(digest) + r * secret));
      return concat([word(r), word(chosen(s, lowS))]);
    },
  };
}

/** A passkey, as a browser and an authenticator give it; `userVerified` as the authenticator says. */
export function passkeySigner(
  verifier: Address,
  { lowS = true, userVerified = true, type = "webauthn.get" } = {},
): TestSigner {
  const { privateKey, point } = p256Key();
  return {
    signer: concat([verifier, point]),
    sign: (digest) => {
      const challenge = Buffer.from(hexToBytes(digest)).toString("base64url");
      const clientDataJSON = JSON.stringify({
        type,
        challenge,
        origin: "https://vote.example",
        crossOrigin: false,
      });
      const authenticatorData = Buffer.concat([
        crypto.createHash("sha256").update("vote.example").digest(),
        Buffer.from([userVerified ? 0x05 : 0x01]),
        Buffer.alloc(4),
      ]);
      const signed = Buffer.concat([
        authenticatorData,
        crypto.createHash("sha256").update(clientDataJSON).digest(),
      ]);
      const signature = crypto.sign("sha256", signed, {
        key: privateKey,
        dsaEncoding: "ieee-p1363",
      });
      const s = hexToBigInt(bytesToHex(signature.subarray(32)));
      return encodeAbiParameters(
        parseAbiParameters("bytes32, bytes32, uint256, uint256, bytes, string"),
        [
          bytesToHex(signature.subarray(0, 32)),
          word(chosen(s, lowS)),
          BigInt(clientDataJSON.indexOf('"challenge"')),
          BigInt(clientDataJSON.indexOf('"type"')),
          bytesToHex(authenticatorData),
          clientDataJSON,
        ],
      );
    },
  };
}

/** An RSA seal of an organisation. */
export function sealSigner(
  verifier: Address,
  {
    exponent = 65_537,
    writtenExponent = numberToHex(exponent, { size: exponent < 256 ? 1 : 3 }),
    bits = 2_048,
  } = {},
): TestSigner {
  const { privateKey } = crypto.generateKeyPairSync("rsa", {
    modulusLength: bits,
    publicExponent: exponent,
  });
  const modulus = bytesToHex(Buffer.from(jwk(privateKey, "n"), "base64url"));
  const key = encodeAbiParameters(parseAbiParameters("bytes, bytes"), [writtenExponent, modulus]);
  return {
    signer: concat([verifier, key]),
    sign: (digest) => bytesToHex(crypto.sign("sha256", hexToBytes(digest), privateKey)),
  };
}

function p256Key(): { privateKey: KeyObject; point: Hex } {
  const { privateKey } = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
  const coordinates = (["x", "y"] as const).map((name) =>
    bytesToHex(Buffer.from(jwk(privateKey, name), "base64url")),
  );
  return { privateKey, point: concat(coordinates) };
}

function jwk(key: KeyObject, name: "d" | "n" | "x" | "y"): string {
  const value = key.export({ format: "jwk" })[name];
  if (value === undefined) throw new Error(`The key has no ${name}.`);
  return value;
}

const word = (value: bigint): Hex => numberToHex(value, { size: 32 });

const modulo = (value: bigint): bigint => value % curveOrderP256;

/** By Fermat's little theorem, as the order of the curve is a prime. */
function inverse(value: bigint): bigint {
  let [result, base, exponent] = [1n, modulo(value), curveOrderP256 - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = modulo(result * base);
    base = modulo(base * base);
  }
  return result;
}

/** Of the two values that make a valid signature, the low or the high one. */
const chosen = (s: bigint, low: boolean): bigint =>
  s <= curveOrderP256 / 2n === low ? s : curveOrderP256 - s;
