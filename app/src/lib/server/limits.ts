import type { RequestEvent } from "@sveltejs/kit";

import { REQUESTS_PER_SECOND } from "$app/env/private";

import { problem } from "./problem.ts";
import { clientOf, RateLimit } from "./rate-limit.ts";

// A page asks a dozen times and a wallet that waits once or twice a second; these bounds stop loops, not people.
const proxies = bounded(600, 60);
// A person posts one ballot at a time, and a parliament behind one address some dozens; each costs the node a trial.
const ballots = bounded(60, 1);
// Each costs a processor some seconds, and they run one after the other for everybody.
const simulations = bounded(20, 1 / 6);
// Each costs some signatures and a dozen questions to the contracts.
const tokens = bounded(60, 2);
// Each makes the node try a transaction; a client that onboards somebody sends about twenty.
const writes = bounded(200, 5);

// Each costs a processor a second or more, and they run one after the other for everybody.
const invoices = bounded(30, 1 / 6);

// Each costs the node a question or two, and a person makes a handful; programs look at their deliveries.
const webhooks = bounded(60, 1);

/** Bounds for the usual 60 requests a second; an operator moves all of them together. */
function bounded(capacity: number, perSecond: number): RateLimit {
  const pace = REQUESTS_PER_SECOND / 60;
  return new RateLimit({ capacity: Math.max(1, capacity * pace), perSecond: perSecond * pace });
}

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

/** Refuses a client that sends invoices too often; undefined when it may go on. */
export function tooManyInvoices(event: Asking): Response | undefined {
  return refusedBy(invoices, event);
}

/** Refuses a client that asks about webhooks too often; undefined when it may go on. */
export function tooManyWebhookRequests(event: Asking): Response | undefined {
  return refusedBy(webhooks, event);
}

function refusedBy(limit: RateLimit, event: Asking): Response | undefined {
  const wait = limit.take(clientOf(event.getClientAddress()));
  if (wait === 0) return undefined;
  return problem(429, "Too many requests.", `Try again in ${wait} seconds.`, {
    "retry-after": String(wait),
  });
}
