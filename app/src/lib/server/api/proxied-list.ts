import { lookup as resolve } from "node:dns";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

import { Problem } from "./problem-of.ts";

/** Where an issuer's host is reached, as the issuer has registered it. */
export interface Proxy {
  prefix: string;
  headers: Record<string, string>;
  testSuffix: string;
}

/** Milliseconds after which a host is given up. */
const patience = 5_000;

/** Bytes of a list at most: 16 million bits, compressed, in base64 twice. */
const largestList = 4 * 1024 * 1024;

/** Addresses that are nobody's host in public: this server must not be a way to what stands behind it. */
const inner = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  inner.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 96],
  ["64:ff9b::", 32],
  ["100::", 64],
  ["2001::", 32],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const)
  inner.addSubnet(network, prefix, "ipv6");

/** Whether an address belongs to a private network, or to none. */
export function isInner(address: string): boolean {
  // An address of version 4 in the dress of version 6 is checked as what it is.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const version = isIP(plain);
  if (version === 0) return true;
  return inner.check(plain, version === 4 ? "ipv4" : "ipv6") || /^::ffff:/i.test(plain);
}

/** Headers that belong to the connection or to this server, not to the issuer. */
const ownHeaders =
  /^(?:host|connection|content-.*|cookie|expect|forwarded|proxy-.*|sec-.*|te|trailer|transfer-encoding|upgrade|via|x-forwarded-.*)$/i;

const silent = () =>
  new Problem(
    502,
    "The issuer's host gives no status list.",
    "Try again later; the issuer has to see to its host.",
  );

/**
 * The list behind a proxy, a JWT that is not verified here.
 * @param allowInner Lets hosts of this computer answer: for the embedded chain and for tests.
 */
export async function fetchStatusList(
  { prefix, headers }: Proxy,
  path: string,
  allowInner = false,
): Promise<string> {
  const base = folderOf(prefix);
  if (base === undefined) throw silent();
  // EBSI's clients write a prefix with or without a slash at its end, and a path with or without one before it.
  const text = base.href + path.replace(/^\/+/, "");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A path must not lead out of what the issuer has registered by its dots.
  if (url === undefined || url.origin !== base.origin || !url.pathname.startsWith(base.pathname))
    throw new Problem(
      400,
      "The path leads out of the proxy.",
      "Give the path of a list of the issuer.",
    );
  if (url.protocol !== "https:" && !(allowInner && url.protocol === "http:")) throw silent();
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!allowInner && isIP(host) !== 0 && isInner(host)) throw silent();

  const sent = Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) =>
        /^[A-Za-z0-9-]{1,64}$/.test(name) &&
        /^[\x20-\x7e]{0,512}$/.test(value) &&
        !ownHeaders.test(name),
    ),
  );
  const answered = await fetchText(url, sent, allowInner ? undefined : outerLookup);
  const list = answered.trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(list)) throw silent();
  return list;
}

/** The folder that a prefix names; undefined for one behind which no path can be put, or with a password in it. */
function folderOf(prefix: string): URL | undefined {
  const url = URL.canParse(prefix) ? new URL(prefix) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "")
    return undefined;
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  // A bare question mark or number sign at the end counts as neither, and would stay.
  url.search = "";
  url.hash = "";
  return url;
}

/** Resolves names to public addresses alone. The connection uses the very address that was checked. */
const outerLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    const addresses = error === null ? found.filter(({ address }) => !isInner(address)) : [];
    const [first] = addresses;
    if (first === undefined) callback(error ?? new Error(`${hostname} has no public address.`), []);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function fetchText(
  url: URL,
  headers: Record<string, string>,
  lookup: LookupFunction | undefined,
): Promise<string> {
  return new Promise((resolveText, reject) => {
    const fail = () => reject(silent());
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(
      url,
      {
        headers: {
          accept: "application/jwt, application/vc+jwt, text/plain, */*;q=0.1",
          ...headers,
        },
        signal: AbortSignal.timeout(patience),
        ...(lookup ? { lookup } : {}),
      },
      (response) => {
        // A redirection could lead anywhere: the issuer registers the address itself.
        if (response.statusCode !== 200) {
          response.destroy();
          reject(
            response.statusCode === 404
              ? new Problem(
                  404,
                  "The issuer's host has no such list.",
                  "Check the path of the list.",
                )
              : silent(),
          );
          return;
        }
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > largestList) {
            response.destroy();
            fail();
          } else chunks.push(chunk);
        });
        response.on("end", () => resolveText(Buffer.concat(chunks).toString("utf8")));
        response.on("error", fail);
      },
    );
    request.on("error", fail);
    request.end();
  });
}
