import type { AddressRules } from "./public-address.ts";
import { type Outcome, send } from "./send.ts";
import type { DeliverySettings } from "./settings.ts";
import type { Secrets } from "./signature.ts";
import type { Due, Settled, Store } from "./store.ts";

/** Seconds that a receiver may ask to wait at most. */
const longestRetryAfter = 3_600;

export interface DelivererOptions {
  store: Store;
  secrets: Secrets;
  settings: DeliverySettings;
  rules: AddressRules;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** From 0 to 1. */
  random?: () => number;
  onSettled?: (due: Due, settled: Settled) => void;
  /** Told when an endpoint may get its next one. */
  onFree?: () => void;
  onFailure: (error: unknown) => void;
}

/**
 * Sends what is due, one delivery of an endpoint at a time and many endpoints at once. What was sent and not noted before the process
 * ended is sent again, under the same id.
 */
export class Deliverer {
  readonly #options: DelivererOptions;
  readonly #stopped = new AbortController();
  /** By endpoint; whether it is one of the slow. */
  readonly #underway = new Map<string, { slow: boolean; done: Promise<void> }>();

  constructor(options: DelivererOptions) {
    this.#options = options;
  }

  /** Begins as many attempts as may be; they end by themselves. */
  async look(): Promise<void> {
    const { store, settings } = this.#options;
    const { atOnce } = settings;
    if (this.#underway.size >= atOnce) return;
    const due = await store.due(this.#now(), [...this.#underway.keys()], 2 * atOnce);
    for (const one of due) {
      if (this.#stopped.signal.aborted || this.#underway.size >= atOnce) return;
      const slow = [...this.#underway.values()].filter((other) => other.slow).length;
      // Endpoints that let us wait have half of the places, so that they hold up nobody but each other.
      if (one.isSlow && slow >= atOnce / 2) continue;
      const done = this.#deliver(one)
        .catch((error: unknown) => this.#options.onFailure(error))
        .finally(() => {
          this.#underway.delete(one.endpoint);
          this.#options.onFree?.();
        });
      this.#underway.set(one.endpoint, { slow: one.isSlow, done });
    }
  }

  /** Gives up what is on its way without a word about it: it is sent again with the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all([...this.#underway.values()].map(({ done }) => done));
  }

  async #deliver(due: Due): Promise<void> {
    const { store, secrets, settings, rules, onSettled } = this.#options;
    const at = this.#now();
    const timestamp = Math.floor(at / 1_000);
    const { event: id, body } = due;
    const outcome = await send({
      url: due.url,
      headers: {
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": secrets.sign(due, { id, timestamp, body }),
      },
      body,
      patience: settings.attemptSeconds * 1_000,
      rules,
      signal: this.#stopped.signal,
    });
    // It ended because we end, not because of the receiver.
    if (this.#stopped.signal.aborted && !outcome.accepted) return;
    const settled = settle(due, outcome, at, this.#now(), settings, this.#options.random);
    await store.settle(due, settled);
    onSettled?.(due, settled);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

/**
 * What follows from an attempt.
 * @param at When it began, `now` when it ended: milliseconds since 1970.
 */
export function settle(
  due: Pick<Due, "attempts" | "firstTriedAt" | "failingSince" | "everAccepted">,
  { accepted, said, gone, retryAfter = 0 }: Outcome,
  at: number,
  now: number,
  settings: DeliverySettings,
  random: () => number = Math.random,
): Settled {
  const attempt = { at, milliseconds: Math.max(0, now - at), accepted, said };
  if (accepted) return { state: "accepted", reason: null, nextAt: now, pause: null, attempt };
  const since = (start: number | null) => (now - (start ?? at)) / 1_000;
  const { firstWaitSeconds, longestWaitSeconds, giveUpSeconds } = settings;
  // Between half of the wait and all of it, so that what failed together does not come back together.
  const wait =
    Math.min(longestWaitSeconds, firstWaitSeconds * 3 ** Math.min(due.attempts, 20)) *
    (0.5 + random() / 2);
  const nextAt = now + Math.round(Math.max(wait, Math.min(retryAfter, longestRetryAfter)) * 1_000);
  const patience = due.everAccepted ? settings.pauseSeconds : settings.provingSeconds;
  const pause = gone
    ? "The receiver says that it is gone for good (status 410)."
    : since(due.failingSince) >= patience
      ? due.everAccepted
        ? `Nothing was accepted for ${words(patience)}; the last attempt: ${said}.`
        : `It has not accepted anything within ${words(patience)}; the last attempt: ${said}.`
      : null;
  if (since(due.firstTriedAt) < giveUpSeconds)
    return { state: "waiting", reason: null, nextAt, pause, attempt };
  const reason = `not accepted within ${words(giveUpSeconds)}; the last attempt: ${said}`;
  return { state: "given-up", reason, nextAt, pause, attempt };
}

const words = (seconds: number): string =>
  seconds >= 172_800
    ? `${Math.round(seconds / 86_400)} days`
    : seconds >= 7_200
      ? `${Math.round(seconds / 3_600)} hours`
      : `${seconds} seconds`;
