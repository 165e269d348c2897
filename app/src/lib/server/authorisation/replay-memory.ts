/** Presentations that are remembered at once. Each was signed by an entity that is registered or invited. */
const most = 100_000;

/**
 * What was used and must not be used again before it expires. When the memory is full, nothing more is taken: to forget would let
 * somebody use it a second time.
 */
export class ReplayMemory {
  readonly #most: number;
  /** Time of expiry by what was used, in the order of their use. */
  readonly #used = new Map<string, number>();

  constructor(size: number = most) {
    this.#most = size;
  }

  /** How many are remembered. */
  get size(): number {
    return this.#used.size;
  }

  /** Remembers something until it expires, in seconds since 1970. */
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
