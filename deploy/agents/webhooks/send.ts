import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";

import {
  AddressRefused,
  type AddressRules,
  endpointUrl,
  hostOf,
  pinned,
} from "./public-address.ts";

/** Bytes of an answer that are read at most; nothing of them is kept. */
const largestAnswer = 16 * 1024;

/** What came of an attempt. */
export interface Outcome {
  accepted: boolean;
  /** For the owner: the status of the answer, or why there was none. No word of the receiver is repeated. */
  said: string;
  /** The receiver says that it is gone for good (410). */
  gone: boolean;
  /** Seconds that the receiver asks to wait. */
  retryAfter?: number;
}

export interface Sending {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Milliseconds for the whole of it. */
  patience: number;
  rules: AddressRules;
  signal: AbortSignal;
}

/** Posts once to a receiver. Redirections are not followed, connections are not shared. */
export async function send({
  url,
  headers,
  body,
  patience,
  rules,
  signal,
}: Sending): Promise<Outcome> {
  try {
    const target = endpointUrl(url, rules);
    const place = await pinned(target, rules);
    return await post(
      target,
      place,
      headers,
      body,
      AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    );
  } catch (error) {
    const said = error instanceof AddressRefused ? error.message : wordsFor(error);
    return { accepted: false, said, gone: false };
  }
}

function post(
  target: URL,
  { address, family }: { address: string; family: number },
  headers: Sending["headers"],
  body: string,
  signal: AbortSignal,
): Promise<Outcome> {
  const isTls = target.protocol === "https:";
  const host = hostOf(target);
  const { request, Agent } = isTls ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      target,
      {
        method: "POST",
        agent: new Agent({ keepAlive: false, maxSockets: 1 }),
        // Nobody is asked a second time where the name leads to.
        lookup: (_, options, callback) => {
          if (options.all === true) callback(null, [{ address, family }]);
          else callback(null, address, family);
        },
        // The certificate has to be of the name, wherever that leads. SNI names no numbers (RFC 6066); they are compared all the same.
        ...(isTls ? { servername: isIP(host) === 0 ? host : "", rejectUnauthorized: true } : {}),
        headers: {
          ...headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": "Foedus-Webhooks/1",
          accept: "*/*",
        },
        maxHeaderSize: 16 * 1024,
        signal,
      },
      (response) => {
        const { statusCode = 0, headers: said } = response;
        const wait = Number(said["retry-after"] ?? NaN);
        const outcome: Outcome = {
          accepted: statusCode >= 200 && statusCode < 300,
          said: `status ${statusCode}`,
          gone: statusCode === 410,
          ...(Number.isFinite(wait) && wait > 0 ? { retryAfter: wait } : {}),
        };
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          // The status is said; whoever goes on talking is left.
          if (size > largestAnswer) response.destroy();
        });
        response.on("close", () => resolve(outcome));
        response.on("error", () => resolve(outcome));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Why there is no connection, by the codes of Node and OpenSSL: what whoever runs the receiver can do something about. */
const causes: readonly [code: RegExp, words: string][] = [
  [/^(ENOTFOUND|EAI_[A-Z]+)$/, "the name is not resolved"],
  [/^CERT_HAS_EXPIRED$/, "the certificate has expired"],
  [/^CERT_NOT_YET_VALID$/, "the certificate is not valid yet"],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, "the certificate is of another name"],
  [
    /^(UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|UNABLE_TO_VERIFY_LEAF_SIGNATURE|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/,
    "the certificate is of no authority that is trusted, or its chain is not complete",
  ],
  [/^(EPROTO|ERR_SSL_[A-Z0-9_]+)$/, "the receiver does not speak TLS as it should"],
];

function wordsFor(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  if (name === "TimeoutError" || name === "AbortError") return "no answer in time";
  // A code of the system, and no word of the receiver.
  if (typeof code !== "string" || !/^[A-Z0-9_]{1,60}$/.test(code)) return "no connection";
  const words = causes.find(([known]) => known.test(code))?.[1];
  return words === undefined ? `no connection (${code})` : `no connection: ${words} (${code})`;
}
