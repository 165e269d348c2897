import { parseStrictJson } from "@foedus/client";

import { jsonText } from "../ask-service.ts";

/** Bytes of a request at most: a signed transaction that inserts the longest schema, with its parts beside it. */
export const largestBody = 256 * 1024;

/**
 * The JSON of a request, read strictly.
 * @throws JsonFault for a text that is none.
 */
export async function jsonBody(
  request: Pick<Request, "headers" | "body">,
): Promise<{ value: unknown } | Response> {
  const text = await jsonText(request, largestBody, {
    type: () => ["The request is not marked as JSON.", "Set Content-Type to application/json."],
    size: () => ["The request is too large.", `Send at most ${largestBody} bytes.`],
  });
  return text instanceof Response ? text : { value: parseStrictJson(text) };
}
