import { m } from "#lib/messages.ts";

import { problem } from "./problem.ts";

/** Bytes of a request that go on at most: more than the longest ballot has. */
export const largestBallot = 64 * 1024;
/** Bytes of an answer that are read at most. */
const largestAnswer = 256 * 1024;
/** Milliseconds after which the relayer is given up. */
const patience = 15_000;

/** Statuses that are the relayer's word on what a client asked; anything else is a fault behind this server. */
const passedOn = [200, 202, 400, 404, 409, 413, 422, 503];

/**
 * Hands a request on to the relayer, and its answer back.
 * @param relayer Address of the relayer; "" where none is configured.
 * @param path Below that address; nothing of it comes from the client but an id that was checked.
 */
export async function askRelayer(
  relayer: string,
  path: string,
  body?: string,
  request: typeof fetch = fetch,
): Promise<Response> {
  if (relayer === "") return problem(503, m.relayer_none(), m.relayer_none_remedy());
  try {
    const response = await request(new URL(path, relayer), {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json" },
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
    console.error(`The relayer gives an answer of another form, with status ${response.status}.`);
  } catch (error) {
    console.error("The relayer gives no answer.", error);
  }
  return problem(502, m.relayer_silent(), m.relayer_silent_remedy());
}

/** The ballot in a request, unread; or the answer that refuses it. */
export async function ballotIn({
  headers,
  body,
}: Pick<Request, "headers" | "body">): Promise<string | Response> {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json")
    return problem(415, m.relayer_type(), m.relayer_type_remedy());
  // What is announced as too long is not read; the server itself would answer it in another form.
  const isAnnounced = Number(headers.get("content-length") ?? 0) > largestBallot;
  const text = isAnnounced ? null : await boundedText(body, largestBallot);
  return text ?? problem(413, m.relayer_size({ bytes: largestBallot }), m.relayer_size_remedy());
}

/** Null for a text that is too long. */
async function boundedText(
  body: ReadableStream<Uint8Array> | null,
  largest: number,
): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > largest) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
