import { createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Makes the secrets of endpoints, and signs with them. */
export class Secrets {
  readonly #key: Buffer;

  /** @param key 32 bytes. No secret stands in the database: whoever has the database alone can sign nothing. */
  constructor(key: Buffer) {
    this.#key = key;
  }

  /** Tells this key from others without saying it. */
  get fingerprint(): string {
    return this.#derived("", "fingerprint").toString("hex");
  }

  /** What makes another secret of the same endpoint. */
  static salt(): string {
    return randomBytes(16).toString("hex");
  }

  /** The secret as its owner gets it: `whsec_` and base64 of 32 bytes, as Standard Webhooks writes it. */
  secret(endpoint: string, salt: string): string {
    return `whsec_${this.#derived(salt, endpoint).toString("base64")}`;
  }

  /**
   * The header `webhook-signature` of Standard Webhooks.
   * @param salts Of the present secret, and of the former one while it counts.
   * @param timestamp Seconds since 1970.
   */
  sign(
    { endpoint, salts }: { endpoint: string; salts: readonly string[] },
    { id, timestamp, body }: { id: string; timestamp: number; body: string },
  ): string {
    return salts
      .map((salt) => {
        const hmac = createHmac("sha256", this.#derived(salt, endpoint));
        return `v1,${hmac.update(`${id}.${timestamp}.${body}`).digest("base64")}`;
      })
      .join(" ");
  }

  #derived(salt: string, purpose: string): Buffer {
    const info = `foedus webhook ${purpose}`;
    return Buffer.from(hkdfSync("sha256", this.#key, Buffer.from(salt, "hex"), info, 32));
  }
}
