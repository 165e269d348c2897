import {
  type Beginning,
  type KeptAnswer,
  keptFor,
  longestRequest,
  type RequestKeys,
} from "./request-keys.ts";

interface Remembered {
  fingerprint: string;
  begunAt: number;
  answer?: KeptAnswer;
}

/** The memory of one process, which ends with it. */
export class MemoryKeys implements RequestKeys {
  readonly #most: number;
  readonly #mostBytes: number;
  /** In the order in which they were begun. */
  readonly #known = new Map<string, Remembered>();
  #bytes = 0;

  /** @param most Keys at once. @param mostBytes Bytes of all answers together. */
  constructor(most = 10_000, mostBytes = 32 * 1024 * 1024) {
    this.#most = most;
    this.#mostBytes = mostBytes;
  }

  async begin(name: string, fingerprint: string, now: number): Promise<Beginning> {
    this.#forgetOld(now);
    const known = this.#known.get(name);
    if (known === undefined) {
      // To forget one before its time would let a request be carried out twice.
      if (this.#known.size >= this.#most || this.#bytes >= this.#mostBytes)
        return { outcome: "full" };
      this.#known.set(name, { fingerprint, begunAt: now });
      return { outcome: "begun" };
    }
    if (known.fingerprint !== fingerprint) return { outcome: "other" };
    return known.answer === undefined
      ? { outcome: "under-way" }
      : { outcome: "answered", answer: known.answer };
  }

  async keep(name: string, answer: KeptAnswer): Promise<void> {
    const known = this.#known.get(name);
    if (known === undefined) return;
    known.answer = answer;
    this.#bytes += answer.body.length;
  }

  async forget(name: string): Promise<void> {
    this.#bytes -= this.#known.get(name)?.answer?.body.length ?? 0;
    this.#known.delete(name);
  }

  #forgetOld(now: number): void {
    for (const [name, { begunAt, answer }] of this.#known) {
      const age = now - begunAt;
      if (age < longestRequest) break;
      if (age >= (answer === undefined ? longestRequest : keptFor)) void this.forget(name);
    }
  }
}
