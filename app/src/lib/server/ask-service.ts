import { problem } from "./problem.ts";

/** Bytes of a request to the chain or the index that go on at most. */
export const largestForwarded = 512 * 1024;

/** A service behind this server, which clients reach through it alone. */
export interface Service {
  /** Address; "" where none is configured. */
  url: string;
  /** For the log. */
  name: string;
  /** Milliseconds after which it is given up. */
  patience: number;
  /** Bytes of an answer that are read at most. */
  largestAnswer: number;
  /** Statuses that are the service's word on what a client asked; anything else is a fault behind this server. */
  passedOn: readonly number[];
  /** What is said where there is none, and when it gives no answer: title and remedy. */
  none: () => readonly [title: string, remedy: string];
  silent: () => readonly [title: string, remedy: string];
}

/** How a service is asked, where it is not by GET, or by POST with a body. */
export interface Manner {
  method?: string;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Hands a request on to a service, and its answer back.
 * @param path Below its address; nothing of it comes from the client but an id that was checked.
 */
export async function askService(
  service: Service,
  path: string,
  body: string | undefined,
  request: typeof fetch,
  { method = body === undefined ? "GET" : "POST", headers = {} }: Manner = {},
): Promise<Response> {
  const { url, name, patience, largestAnswer, passedOn } = service;
  if (url === "") return problem(503, ...service.none());
  try {
    const response = await request(new URL(path, url), {
      method,
      headers: { ...headers, "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    const text = await boundedText(response.body, largestAnswer);
    if (text !== null && passedOn.includes(response.status) && isObject(text)) {
      const type = response.ok ? "application/json" : "application/problem+json";
      return new Response(text, {
        status: response.status,
        headers: { "content-type": type, "content-language": "en", "cache-control": "no-store" },
      });
    }
    console.error(`The ${name} gives an answer of another form, with status ${response.status}.`);
  } catch (error) {
    console.error(`The ${name} gives no answer.`, error);
  }
  return problem(502, ...service.silent());
}

/** What a request is refused with: for another type, and for more bytes than are read. */
export interface BodyWords {
  type: () => readonly [title: string, remedy: string];
  size: () => readonly [title: string, remedy: string];
}

/** The JSON in a request, unread; or the answer that refuses it. */
export async function jsonText(
  { headers, body }: Pick<Request, "headers" | "body">,
  largest: number,
  words: BodyWords,
): Promise<string | Response> {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json") return problem(415, ...words.type());
  // What is announced as too long is not read; the server itself would answer it in another form.
  const isAnnounced = Number(headers.get("content-length") ?? 0) > largest;
  const text = isAnnounced ? null : await postedText(body, largest);
  return text ?? problem(413, ...words.size());
}

/** The text of an answer; null for one that is too long, the rest of which is left. */
export async function boundedText(body: Body, largest: number): Promise<string | null> {
  const bytes = await bytesOf(body, largest, (reader) => reader.cancel());
  return bytes && new TextDecoder().decode(bytes);
}

/**
 * The text of a request; null for one that is too long. The rest is read all the same and thrown away: a request that is given up
 * midway loses its connection, and its client the answer.
 */
export async function postedText(body: Body, largest: number): Promise<string | null> {
  const bytes = await postedBytes(body, largest);
  return bytes && new TextDecoder().decode(bytes);
}

/** The same as bytes, for what is no text yet. */
export async function postedBytes(body: Body, largest: number): Promise<Uint8Array | null> {
  return bytesOf(body, largest, async (reader) => {
    while (!(await reader.read()).done);
  });
}

type Body = ReadableStream<Uint8Array> | null;
type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function bytesOf(
  body: Body,
  largest: number,
  leave: (reader: Reader) => Promise<unknown>,
): Promise<Uint8Array | null> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.byteLength;
    if (size > largest) {
      // It ends on its own, also by an error: nobody waits for it.
      leave(reader).catch(() => undefined);
      return null;
    }
    parts.push(read.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
