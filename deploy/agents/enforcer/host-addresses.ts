import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { canonicalSource } from "./network-filter.ts";

/** Milliseconds after which a name is asked for again, when it had an answer and when it had none. */
const askAgainAfter = { answered: 60_000, failed: 10_000 };
/** Milliseconds after which an answer is waited for no longer. */
const patience = 2_000;
/** Questions at once: those that hang would hold all that Node has for them. */
const mostAtOnce = 2;
const mostAddresses = 16;
const mostNames = 10_000;

interface Known {
  addresses: readonly string[];
  askAgainAt: number;
}

/** Answers with the IP addresses of a name. @throws when there are none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/**
 * Where hosts of the register are. It answers at once with what it knows and asks in the background; while a name has no answer any more,
 * its last one counts.
 */
export class HostAddresses {
  readonly #resolve: Resolve;
  readonly #known = new Map<string, Known>();
  readonly #waiting = new Set<string>();
  #asking = 0;

  constructor(resolve: Resolve = resolveByTheSystem) {
    this.#resolve = resolve;
  }

  /** IP addresses of a host; none when it never had any, undefined while nobody has answered yet. */
  of(host: string): readonly string[] | undefined {
    if (isIP(host) !== 0) {
      const address = canonicalSource(host);
      return address === undefined ? [] : [address];
    }
    const known = this.#known.get(host);
    if (known === undefined || performance.now() >= known.askAgainAt) this.#ask(host);
    return known?.addresses;
  }

  #ask(host: string): void {
    if (this.#waiting.has(host)) return;
    // Names come from the register, where only admitted nodes count: this is a bound, not a place for that many.
    if (this.#known.size >= mostNames) this.#known.clear();
    this.#waiting.add(host);
    this.#next();
  }

  #next(): void {
    if (this.#asking >= mostAtOnce) return;
    const [host] = this.#waiting;
    if (host === undefined) return;
    this.#waiting.delete(host);
    this.#asking += 1;
    void this.#answer(host).finally(() => {
      this.#asking -= 1;
      this.#next();
    });
    this.#next();
  }

  async #answer(host: string): Promise<void> {
    const given = new AbortController();
    const late = pause(patience, undefined, { ref: false, signal: given.signal });
    try {
      const answer = await Promise.race([
        this.#resolve(host),
        late.then(() => Promise.reject(new Error(`${host} was not resolved in time.`))),
      ]);
      const addresses = answer.flatMap((address) => canonicalSource(address) ?? []);
      this.#known.set(host, {
        addresses: addresses.slice(0, mostAddresses),
        askAgainAt: performance.now() + askAgainAfter.answered,
      });
    } catch {
      this.#known.set(host, {
        addresses: this.#known.get(host)?.addresses ?? [],
        askAgainAt: performance.now() + askAgainAfter.failed,
      });
    } finally {
      late.catch(() => undefined);
      given.abort();
    }
  }
}

async function resolveByTheSystem(name: string): Promise<string[]> {
  const answers = await lookup(name, { all: true });
  return answers.map(({ address }) => address);
}
