import type { RequestHandler } from "@sveltejs/kit";

import { WEBHOOKS_URL } from "$app/env/private";

import { askService, jsonText } from "./ask-service.ts";
import { tooManyWebhookRequests } from "./limits.ts";

/** Bytes of a request that go on at most. */
const largestRequest = 4 * 1024;

/** With these an account shows that it asks; nothing else of what a client sends as headers goes on. */
const passedOn = ["foedus-signer", "foedus-deadline", "foedus-signature"] as const;

/**
 * Hands a request on to the service of webhooks, which judges all of it, and its answer back.
 * @param url Address of the service; "" where none is configured.
 * @param path Below that address.
 */
export async function askWebhooks(
  url: string,
  path: string,
  { method, headers }: Pick<Request, "method" | "headers">,
  body?: string,
  request: typeof fetch = fetch,
): Promise<Response> {
  const service = {
    url,
    name: "service of webhooks",
    patience: 20_000,
    largestAnswer: 512 * 1024,
    passedOn: [200, 201, 202, 400, 401, 403, 404, 405, 409, 413, 422, 503, 507],
    none: () =>
      [
        "This site has no webhooks.",
        "Ask the index for events, or run the service: npm run foedus -- agent webhooks.",
      ] as const,
    silent: () => ["The service of webhooks gives no answer.", "Try again in a moment."] as const,
  };
  const named = passedOn.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return askService(service, path, body, request, { method, headers: Object.fromEntries(named) });
}

/** The handler of a route of webhooks: its path, without what is before it here, is that of the service. */
export const answerWebhooks: RequestHandler = async (event) => {
  const refused = tooManyWebhookRequests(event);
  if (refused) return refused;

  const { request, url } = event;
  const params = event.params as Readonly<Record<string, string | undefined>>;
  const path = (event.route.id ?? "")
    .replace("/api/v1", "")
    .replace("[id]", encodeURIComponent(params["id"] ?? ""))
    .replace("[event]", encodeURIComponent(params["event"] ?? ""));
  const before = url.searchParams.get("before");
  const query = before === null ? "" : `?before=${encodeURIComponent(before)}`;
  // Only registering has a body.
  const body =
    request.method === "POST" && path === "/webhooks" ? await registrationIn(request) : undefined;
  if (body instanceof Response) return body;
  return askWebhooks(WEBHOOKS_URL, path + query, request, body);
};

const registrationIn = (request: Request): Promise<string | Response> =>
  jsonText(request, largestRequest, {
    type: () => ["The request is not marked as JSON.", "Set Content-Type to application/json."],
    size: () => ["The request is too large.", `Send at most ${largestRequest} bytes.`],
  });
