import type { RequestEvent } from "@sveltejs/kit";

import { problem } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";

// A page asks a dozen times and a wallet that waits once or twice a second; these bounds stop loops, not people.
const proxies = new RateLimit({ capacity: 600, perSecond: 60 });
// A person posts one ballot at a time, and a parliament behind one address some dozens; each costs the node a trial.
const ballots = new RateLimit({ capacity: 60, perSecond: 1 });
// Each costs a processor some seconds, and they run one after the other for everybody.
const simulations = new RateLimit({ capacity: 20, perSecond: 1 / 6 });
// Each costs some signatures and a dozen questions to the contracts.
const tokens = new RateLimit({ capacity: 60, perSecond: 2 });
// Each makes the node try a transaction; a client that onboards somebody sends about twenty.
const writes = new RateLimit({ capacity: 200, perSecond: 5 });

type Asking = Pick<RequestEvent, "getClientAddress">;

/** Refuses a client of the proxies that asks too often; undefined when it may go on. */
export function tooManyRequests(event: Asking): Response | undefined {
  return refusedBy(proxies, event);
}

/** Refuses a client that posts ballots too often; undefined when it may go on. */
export function tooManyBallots(event: Asking): Response | undefined {
  return refusedBy(ballots, event);
}

/** Refuses a client that asks for simulations too often; undefined when it may go on. */
export function tooManySimulations(event: Asking): Response | undefined {
  return refusedBy(simulations, event);
}

/** Refuses a client that asks for tokens too often; undefined when it may go on. */
export function tooManyTokens(event: Asking): Response | undefined {
  return refusedBy(tokens, event);
}

/** Refuses a client that builds or sends transactions too often; undefined when it may go on. */
export function tooManyWrites(event: Asking): Response | undefined {
  return refusedBy(writes, event);
}

function refusedBy(limit: RateLimit, event: Asking): Response | undefined {
  const wait = limit.take(event.getClientAddress());
  if (wait === 0) return undefined;
  return problem(429, "Too many requests.", `Try again in ${wait} seconds.`, {
    "retry-after": String(wait),
  });
}
