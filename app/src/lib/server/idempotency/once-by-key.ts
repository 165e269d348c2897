import { createHash } from "node:crypto";

import { problem } from "../problem.ts";
import { requestKeys } from "./open-keys.ts";
import {
  type Beginning,
  type KeptAnswer,
  longestAnswer,
  type RequestKeys,
} from "./request-keys.ts";

/** Name of the header, by draft-ietf-httpapi-idempotency-key-header. */
export const keyHeader = "Idempotency-Key";

const keptHeaders = ["content-type", "content-language", "location"] as const;

export interface KeyedRequest {
  /** What is written, for instance "ballots": the same key may stand for another thing elsewhere. */
  what: string;
  /** Who writes: somebody who signed, or the address of a client. Keys of others are other keys. */
  who: string;
  /** All that makes the request what it is: its body, and parameters that change what is done. */
  body: string | Uint8Array;
}

/**
 * Carries out a write once for each Idempotency-Key of a client. The same request with the same key is given the first answer again; another
 * request with it is refused (422), and so is one that comes while the first is under way (409). Without the header nothing is kept. An
 * answer that a later try may change (429 and from 500 on) is not kept either.
 * @param request Its header says the key.
 * @param act Carries it out; called at most once.
 */
export async function onceByKey(
  request: Pick<Request, "headers">,
  { what, who, body }: KeyedRequest,
  act: () => Promise<Response>,
  keys: () => Promise<RequestKeys> = requestKeys,
): Promise<Response> {
  const key = request.headers.get(keyHeader);
  if (key === null) return act();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    return problem(
      400,
      "The Idempotency-Key is not valid.",
      "Give 1 to 255 visible characters of ASCII.",
    );
  }
  const name = hashOf([what, who, key]);
  let kept: RequestKeys;
  let beginning: Beginning;
  try {
    kept = await keys();
    beginning = await kept.begin(name, hashOf([body]), Math.floor(Date.now() / 1_000));
  } catch (error) {
    // Who asks for a key does not want it to be carried out without one.
    console.error("The keys of requests cannot be asked.", error);
    return noRoom();
  }
  switch (beginning.outcome) {
    case "begun":
      return carryOut(kept, name, act);
    case "answered": {
      const { status, headers, body: text } = beginning.answer;
      return new Response(text, {
        status,
        headers: { ...headers, "cache-control": "no-store", "idempotency-replayed": "true" },
      });
    }
    case "under-way":
      return problem(
        409,
        "A request with this Idempotency-Key is under way.",
        "Wait for its answer, or send this one again in some seconds.",
        { "retry-after": "2" },
      );
    case "other":
      return problem(
        422,
        "Another request came with this Idempotency-Key.",
        "Give each request a key of its own.",
      );
    case "full":
      return noRoom();
  }
}

function noRoom(): Response {
  return problem(503, "No more keys are kept now.", "Send it later, or without Idempotency-Key.", {
    "retry-after": "60",
  });
}

async function carryOut(
  keys: RequestKeys,
  name: string,
  act: () => Promise<Response>,
): Promise<Response> {
  let response: Response;
  try {
    response = await act();
  } catch (error) {
    await unlessSilent(keys.forget(name));
    throw error;
  }
  const isFinal = response.status < 500 && response.status !== 429;
  const body = isFinal ? await response.clone().text() : "";
  if (isFinal && body.length <= longestAnswer) {
    const answer: KeptAnswer = { status: response.status, headers: headersOf(response), body };
    await unlessSilent(keys.keep(name, answer));
  } else await unlessSilent(keys.forget(name));
  return response;
}

/** What was carried out is answered, though it cannot be written down: until its time is over the key counts as under way. */
async function unlessSilent(written: Promise<void>): Promise<void> {
  try {
    await written;
  } catch (error) {
    console.error("The answer to a request with a key cannot be kept.", error);
  }
}

function headersOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Of parts whose bounds count: "a", "bc" is something else than "ab", "c". */
function hashOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part) : part;
    hash.update(`${bytes.byteLength}:`).update(bytes);
  }
  return hash.digest("hex");
}
