import { m } from "#lib/messages.ts";

import { askService, jsonText } from "./ask-service.ts";

/** Bytes of a request that go on at most: more than the longest ballot has. */
export const largestBallot = 64 * 1024;

/**
 * Hands a request on to the relayer, and its answer back.
 * @param url Address of the relayer; "" where none is configured.
 * @param path Below that address; nothing of it comes from the client but an id that was checked.
 */
export async function askRelayer(
  url: string,
  path: string,
  body?: string,
  request: typeof fetch = fetch,
): Promise<Response> {
  const relayer = {
    url,
    name: "relayer",
    patience: 15_000,
    largestAnswer: 256 * 1024,
    passedOn: [200, 202, 400, 404, 409, 413, 422, 503],
    none: () => [m.relayer_none(), m.relayer_none_remedy()] as const,
    silent: () => [m.relayer_silent(), m.relayer_silent_remedy()] as const,
  };
  return askService(relayer, path, body, request);
}

/** The ballot in a request, unread; or the answer that refuses it. */
export async function ballotIn(
  request: Pick<Request, "headers" | "body">,
): Promise<string | Response> {
  return jsonText(request, largestBallot, {
    type: () => [m.relayer_type(), m.relayer_type_remedy()],
    size: () => [m.relayer_size({ bytes: largestBallot }), m.relayer_size_remedy()],
  });
}
