import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** What a server of TLS is given, in PEM. */
export interface Certified {
  cert: string;
  key: string;
}

const day = 86_400_000;

/**
 * A certificate authority of a test's own: X.509 with keys on P-256, written as DER here, because Node reads certificates and makes
 * none.
 */
export class CertificateAuthority {
  readonly #name: string;
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  /** Its own, in PEM, for those who trust it. */
  readonly certificate: string;

  constructor(name: string) {
    this.#name = name;
    const isAuthority = extension("551d13", sequence(tlv(0x01, Buffer.from([0xff]))));
    this.certificate = this.#certificate(name, this.#keys.publicKey, isAuthority);
  }

  /**
   * A certificate for a name or an IPv4 address.
   * @param ends Milliseconds from now.
   */
  issue(host: string, { ends = day } = {}): Certified {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const isNumber = /^[\d.]+$/.test(host);
    const name = isNumber ? tlv(0x87, Buffer.from(host.split(".").map(Number))) : text(0x82, host);
    return {
      cert: this.#certificate(host, publicKey, extension("551d11", sequence(name)), ends),
      key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    };
  }

  #certificate(subject: string, key: KeyObject, own: Buffer, ends = day): string {
    const algorithm = sequence(oid("2a8648ce3d040302"));
    const now = Date.now();
    const body = sequence(
      tlv(0xa0, integer(Buffer.from([2]))),
      integer(Buffer.concat([Buffer.from([0x40]), randomBytes(8)])),
      algorithm,
      named(this.#name),
      sequence(time(now - 2 * day), time(now + ends)),
      named(subject),
      key.export({ type: "spki", format: "der" }),
      tlv(0xa3, sequence(own)),
    );
    const signature = sign("sha256", body, this.#keys.privateKey);
    const whole = sequence(body, algorithm, bits(signature)).toString("base64");
    const lines = whole.match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
  }
}

/** Type, length and value of DER. */
function tlv(type: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const { length } = value;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), value]);
}

const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, ...parts);
const integer = (bytes: Buffer): Buffer => tlv(0x02, bytes);
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, "hex"));
const text = (type: number, content: string): Buffer => tlv(type, Buffer.from(content));
const bits = (bytes: Buffer): Buffer => tlv(0x03, Buffer.from([0]), bytes);
const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), tlv(0x04, value));
/** A distinguished name of a common name alone. */
const named = (name: string): Buffer =>
  sequence(tlv(0x31, sequence(oid("550403"), text(0x0c, name))));
const time = (at: number): Buffer =>
  text(0x17, `${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`);
