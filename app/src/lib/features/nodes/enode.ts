import { keccak256 } from "viem";

/** What an enode URL says, in the form that the register takes. */
export interface Enode {
  /** 64 bytes, without the 0x04 prefix. */
  publicKey: `0x${string}`;
  /** Without the brackets of an IPv6 address. */
  host: string;
  port: number;
}

export type EnodeProblem =
  | { problem: "empty" }
  | { problem: "scheme" }
  | { problem: "no-at-sign" }
  | { problem: "key-length"; digits: number }
  | { problem: "key-character"; character: string; position: number }
  | { problem: "key-not-on-curve" }
  | { problem: "host-empty" }
  | { problem: "host-too-long"; length: number }
  | { problem: "host-character"; character: string }
  | { problem: "host-bracket" }
  | { problem: "port-missing" }
  | { problem: "port-invalid"; port: string }
  | { problem: "trailing"; text: string };

export type EnodeResult = { ok: true; enode: Enode } | ({ ok: false } & EnodeProblem);

const publicKeyDigits = 128;
const maximumHostLength = 253;

/** Reads `enode://<128 hexadecimal digits>@<host>:<port>`, with or without `?discport=`. */
export function parseEnode(text: string): EnodeResult {
  const url = text.trim();
  if (url === "") return { ok: false, problem: "empty" };
  const scheme = /^enode:\/\//i.exec(url);
  if (!scheme) return { ok: false, problem: "scheme" };

  const rest = url.slice(scheme[0].length);
  const at = rest.indexOf("@");
  if (at < 0) return { ok: false, problem: "no-at-sign" };

  const digits = rest.slice(0, at).replace(/^0x/i, "");
  const stranger = /[^0-9a-f]/i.exec(digits);
  if (stranger)
    return {
      ok: false,
      problem: "key-character",
      character: stranger[0],
      position: stranger.index + 1,
    };
  if (digits.length !== publicKeyDigits)
    return { ok: false, problem: "key-length", digits: digits.length };
  const publicKey: `0x${string}` = `0x${digits.toLowerCase()}`;
  if (!isOnCurve(publicKey)) return { ok: false, problem: "key-not-on-curve" };

  const [endpoint, query] = splitOnce(rest.slice(at + 1), "?");
  if (query !== undefined && !/^discport=\d{1,5}$/.test(query))
    return { ok: false, problem: "trailing", text: `?${query}` };

  const address = splitEndpoint(endpoint);
  if ("problem" in address) return { ok: false, ...address };
  const { host, port } = address;
  if (host === "") return { ok: false, problem: "host-empty" };
  if (host.length > maximumHostLength)
    return { ok: false, problem: "host-too-long", length: host.length };
  const odd = /[^A-Za-z0-9.:-]/u.exec(host);
  if (odd) return { ok: false, problem: "host-character", character: odd[0] };

  if (port === undefined || port === "") return { ok: false, problem: "port-missing" };
  const slash = port.indexOf("/");
  if (slash >= 0) return { ok: false, problem: "trailing", text: port.slice(slash) };
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535)
    return { ok: false, problem: "port-invalid", port };

  return { ok: true, enode: { publicKey, host, port: number } };
}

/** The URL that a node takes as a peer. */
export function formatEnode({ publicKey, host, port }: Enode): string {
  return `enode://${publicKey.slice(2)}@${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Id of the node in the register. */
export function nodeId(publicKey: `0x${string}`): `0x${string}` {
  return keccak256(publicKey);
}

/** Address of the node's key: the one with which a validator seals blocks. */
export function nodeAddress(publicKey: `0x${string}`): `0x${string}` {
  return `0x${keccak256(publicKey).slice(-40)}`;
}

function splitEndpoint(
  endpoint: string,
): { host: string; port: string | undefined } | EnodeProblem {
  if (endpoint.startsWith("[")) {
    const end = endpoint.indexOf("]");
    if (end < 0) return { problem: "host-bracket" };
    const tail = endpoint.slice(end + 1);
    if (tail !== "" && !tail.startsWith(":")) return { problem: "trailing", text: tail };
    return { host: endpoint.slice(1, end), port: tail === "" ? undefined : tail.slice(1) };
  }
  const colon = endpoint.lastIndexOf(":");
  if (colon < 0) return { host: endpoint, port: undefined };
  const host = endpoint.slice(0, colon);
  // An IPv6 address without brackets: nobody can tell where it ends and the port begins.
  if (host.includes(":")) return { problem: "host-bracket" };
  return { host, port: endpoint.slice(colon + 1) };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const place = text.indexOf(separator);
  return place < 0
    ? [text, undefined]
    : [text.slice(0, place), text.slice(place + separator.length)];
}

const fieldPrime = 2n ** 256n - 2n ** 32n - 977n;

/** Whether the 64 bytes are a point of secp256k1 (y² = x³ + 7), so that a mistyped digit is found before a transaction. */
function isOnCurve(publicKey: `0x${string}`): boolean {
  const x = BigInt(`0x${publicKey.slice(2, 66)}`);
  const y = BigInt(`0x${publicKey.slice(66)}`);
  if (x >= fieldPrime || y >= fieldPrime) return false;
  return (y * y - x * x * x - 7n) % fieldPrime === 0n;
}
