import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** Ports at which endpoints may listen. */
const ports: readonly string[] = ["443", "8443"];
/** Characters of an address. */
const longest = 512;
/** Milliseconds that the resolution of a name may take. */
const patience = 5_000;

/** What is not the public net, by the registers of special addresses of IANA (RFC 6890). */
const closed = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  closed.addSubnet(network, prefix, "ipv4");
// Of IPv6 only what is given out to the public net counts at all, and not what leads into other nets: documentation, Teredo, ORCHID, 6to4.
const open6 = new BlockList();
open6.addSubnet("2000::", 3, "ipv6");
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
] as const)
  closed.addSubnet(network, prefix, "ipv6");
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Why an address is not delivered to: a sentence, and what helps. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

const resolveByName: Resolve = (host) => lookup(host, { all: true });

export interface AddressRules {
  /** Of a development machine: http and loopback are allowed, at every port. */
  loopback: boolean;
  resolve?: Resolve;
}

/** Whether an address of the internet protocol leads to the public net. */
export function isPublic(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !closed.check(address, "ipv4");
  return version === 6 && open6.check(address, "ipv6") && !closed.check(address, "ipv6");
}

const isLoopback = (address: string): boolean =>
  loopback.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

/**
 * The form of an address for deliveries.
 * @throws {AddressRefused}
 */
export function endpointUrl(text: string, rules: AddressRules): URL {
  const url = text.length <= longest ? URL.parse(text) : null;
  const https = "Give an address as https://example.org/webhooks, of at most 512 characters.";
  if (url === null) throw new AddressRefused("That is no address of the web.", https);
  if (url.username !== "" || url.password !== "" || url.hash !== "")
    throw new AddressRefused("The address has a user, a password or a fragment.", https);
  if (rules.loopback && /^https?:$/.test(url.protocol) && isNearby(url)) return url;
  if (url.protocol !== "https:") throw new AddressRefused("The address is not of https.", https);
  if (!ports.includes(url.port === "" ? "443" : url.port))
    throw new AddressRefused(`The port ${url.port} is not open.`, "Listen at 443 or 8443.");
  const host = hostOf(url);
  if (isIP(host) !== 0 ? !isPublic(host) : !host.includes("."))
    throw new AddressRefused("The address is not of the public net.", https);
  return url;
}

/** Where a delivery connects to: one resolved address, so that what was checked is what is reached. */
export async function pinned(
  url: URL,
  rules: AddressRules,
): Promise<{ address: string; family: number }> {
  const host = hostOf(url);
  const version = isIP(host);
  const found =
    version === 0
      ? await within(patience, (rules.resolve ?? resolveByName)(host))
      : [{ address: host, family: version }];
  const allowed = ({ address }: { address: string }) =>
    isPublic(address) || (rules.loopback && isNearby(url) && isLoopback(address));
  const [first] = found;
  // One private address among public ones is no mistake of somebody who means well.
  if (first === undefined || !found.every(allowed))
    throw new AddressRefused(
      "The name leads to an address that is not of the public net.",
      "Let the name lead to public addresses only.",
    );
  return first;
}

const isNearby = (url: URL): boolean => {
  const host = hostOf(url);
  return host === "localhost" || (isIP(host) !== 0 && isLoopback(host));
};

/** Without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "");

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The name is not resolved.")), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
