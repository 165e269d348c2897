/** `silent` where nobody can say it now. */
export type Use = "taken" | "used" | "full" | "silent";

/** What was used and must not be used again before it expires. */
export interface Replays {
  /** When it began to remember, in seconds since 1970: what is older may have been used before. */
  readonly since: number;
  /**
   * Remembers something until it expires.
   * @param expiresAt Seconds since 1970.
   * @param now Seconds since 1970.
   */
  take(what: string, expiresAt: number, now: number): Use | Promise<Use>;
}

/** Presentations that are remembered at once. Each was signed by an entity that is registered or invited. */
const most = 100_000;

/**
 * The memory of one process, which ends with it. When it is full, nothing more is taken: to forget would let somebody use something a
 * second time.
 */
export class ReplayMemory implements Replays {
  readonly since: number;
  readonly #most: number;
  /** Time of expiry by what was used, in the order of their use. */
  readonly #used = new Map<string, number>();

  constructor(since: number, size: number = most) {
    this.since = since;
    this.#most = size;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#used.size;
  }

  take(what: string, expiresAt: number, now: number): "taken" | "used" | "full" {
    if ((this.#used.get(what) ?? 0) > now) return "used";
    if (this.#used.size >= this.#most) this.#forget(now);
    if (this.#used.size >= this.#most) return "full";
    this.#used.set(what, expiresAt);
    return "taken";
  }

  #forget(now: number): void {
    for (const [what, expiresAt] of this.#used) if (expiresAt <= now) this.#used.delete(what);
  }
}
