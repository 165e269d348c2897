import { bytesToHex, hexToBytes, sha256, type Hex } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

import { fromBase64Url, toBase64Url } from "./base64url.ts";
import { ClientError } from "./client-error.ts";
import {
  type Algorithm,
  algorithmOf,
  curves,
  jwkFromPublicKey,
  parsePublicJwk,
  type PublicJwk,
  thumbprint,
} from "./jwk.ts";

/**
 * A key that signs. The private part stays in a private field, so that neither a log nor `JSON.stringify` shows it.
 */
export class KeyPair {
  readonly algorithm: Algorithm;
  readonly publicJwk: PublicJwk;
  /** Id of the key within a DID document. */
  readonly thumbprint: string;
  readonly #privateKey: Uint8Array;

  private constructor(algorithm: Algorithm, privateKey: Uint8Array) {
    const { curve } = curves[algorithm];
    this.algorithm = algorithm;
    this.publicJwk = jwkFromPublicKey(algorithm, curve.getPublicKey(privateKey, false));
    this.thumbprint = thumbprint(this.publicJwk);
    this.#privateKey = privateKey;
  }

  static generate(algorithm: Algorithm): KeyPair {
    return new KeyPair(algorithm, curves[algorithm].curve.utils.randomPrivateKey());
  }

  /** @throws ClientError `key-invalid`; the value is not repeated. */
  static fromPrivateJwk(value: unknown): KeyPair {
    const { d, ...rest } = (typeof value === "object" && value !== null ? value : {}) as Record<
      string,
      unknown
    >;
    const jwk = parsePublicJwk(rest);
    const privateKey = typeof d === "string" ? fromBase64Url(d) : undefined;
    const algorithm = algorithmOf(jwk);
    if (privateKey?.length !== 32 || !curves[algorithm].curve.utils.isValidPrivateKey(privateKey)) {
      throw new ClientError(
        "key-invalid",
        "The JWK holds no private key of its curve.",
        "Give the member d as 32 bytes in base64url.",
      );
    }
    const pair = new KeyPair(algorithm, privateKey);
    if (pair.thumbprint !== thumbprint(jwk)) {
      throw new ClientError(
        "key-invalid",
        "The public and the private part of the JWK do not belong together.",
        "Take the file as it was written when the key was made.",
      );
    }
    return pair;
  }

  /** From the 32 bytes of an account's key. */
  static fromPrivateKey(algorithm: Algorithm, privateKey: Hex): KeyPair {
    return new KeyPair(algorithm, hexToBytes(privateKey, { size: 32 }));
  }

  /** Both parts, for a file that its owner alone reads. */
  exportPrivateJwk(): PublicJwk & { d: string } {
    return { ...this.publicJwk, d: toBase64Url(this.#privateKey) };
  }

  /** The account of a key of secp256k1, which signs transactions. */
  account(): PrivateKeyAccount {
    if (this.algorithm !== "ES256K") {
      throw new ClientError(
        "key-invalid",
        "A key of P-256 has no account on the chain.",
        "Take the ES256K key of the entity.",
      );
    }
    return privateKeyToAccount(bytesToHex(this.#privateKey));
  }

  /** 64 bytes, r and s, over the sha-256 of the message. */
  sign(message: Uint8Array): Uint8Array {
    const { curve } = curves[this.algorithm];
    return curve.sign(sha256(message, "bytes"), this.#privateKey).toCompactRawBytes();
  }
}
