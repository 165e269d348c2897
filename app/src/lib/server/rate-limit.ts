import { isIPv6 } from "node:net";

/** Whom a limit counts as one: of IPv6 the network, because each subscriber has 2^64 addresses or more. */
export function clientOf(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [before = "", after] = address.replace(/%.*$/, "").split("::");
  const groups = (part = "") => (part === "" ? [] : part.split(":"));
  const [head, tail] = [groups(before), groups(after)];
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  const network = [...head, ...(after === undefined ? [] : zeros), ...tail].slice(0, 4);
  return `${network.map((group) => parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/**
 * A bucket of permits for each client that refills with time. Buckets that are full again are forgotten, so that
 * strangers cannot fill the memory.
 */
export class RateLimit {
  readonly #capacity: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { permits: number; at: number }>();
  #swept = 0;

  constructor(options: { capacity: number; perSecond: number; now?: () => number }) {
    this.#capacity = options.capacity;
    this.#perSecond = options.perSecond;
    this.#now = options.now ?? Date.now;
  }

  /** Takes a permit; 0 when there was one, else the seconds after which there will be one. */
  take(client: string): number {
    const now = this.#now();
    this.#sweep(now);
    const bucket = this.#buckets.get(client) ?? { permits: this.#capacity, at: now };
    const permits = Math.min(
      this.#capacity,
      bucket.permits + ((now - bucket.at) / 1000) * this.#perSecond,
    );
    const granted = permits >= 1;
    this.#buckets.set(client, { permits: granted ? permits - 1 : permits, at: now });
    return granted ? 0 : Math.max(1, Math.ceil((1 - permits) / this.#perSecond));
  }

  /** How many clients are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #sweep(now: number): void {
    const refill = (this.#capacity / this.#perSecond) * 1000;
    if (now - this.#swept < refill) return;
    this.#swept = now;
    for (const [client, { at }] of this.#buckets)
      if (now - at >= refill) this.#buckets.delete(client);
  }
}
