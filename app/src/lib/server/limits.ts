import type { RequestEvent } from "@sveltejs/kit";

import { problem } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";

// A page asks a dozen times and a wallet that waits once or twice a second; these bounds stop loops, not people.
const proxies = new RateLimit({ capacity: 600, perSecond: 60 });

/** Refuses a client of the proxies that asks too often; undefined when it may go on. */
export function tooManyRequests(
  event: Pick<RequestEvent, "getClientAddress">,
): Response | undefined {
  const wait = proxies.take(event.getClientAddress());
  if (wait === 0) return undefined;
  return problem(429, "Too many requests.", `Try again in ${wait} seconds.`, {
    "retry-after": String(wait),
  });
}
