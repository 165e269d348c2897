import { m } from "#lib/messages.ts";

import { askService, jsonText } from "./ask-service.ts";

/** Bytes of a request that go on at most: more than a transaction that proposes may have. */
export const largestProposal = 128 * 1024;

/**
 * Hands a request on to the simulator, and its answer back.
 * @param url Address of the simulator; "" where none is configured.
 * @param path Below that address; nothing of it comes from the client but an id that was checked.
 */
export async function askSimulator(
  url: string,
  path: string,
  body?: string,
  request: typeof fetch = fetch,
): Promise<Response> {
  const simulator = {
    url,
    name: "simulator",
    patience: 15_000,
    largestAnswer: 2 * 1024 * 1024,
    passedOn: [200, 202, 400, 404, 413, 503],
    none: () => [m.simulation_none(), m.simulation_none_remedy()] as const,
    silent: () => [m.simulation_silent(), m.simulation_silent_remedy()] as const,
  };
  return askService(simulator, path, body, request);
}

/** The proposal in a request, unread; or the answer that refuses it. */
export async function proposalIn(
  request: Pick<Request, "headers" | "body">,
): Promise<string | Response> {
  return jsonText(request, largestProposal, {
    type: () => [m.simulation_type(), m.simulation_type_remedy()],
    size: () => [m.simulation_size({ bytes: largestProposal }), m.simulation_size_remedy()],
  });
}
