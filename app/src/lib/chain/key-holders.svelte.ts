import type { KeyHolders } from "./who.ts";

/** Who holds which key in any body, as the server reads it; asked once and again after a change. */
class KeyHolderDirectory {
  #holders = $state.raw<KeyHolders | null>(null);
  #asked = false;

  get holders(): KeyHolders | null {
    return this.#holders;
  }

  /** Asks the server; false when it gives no answer. */
  async load(): Promise<boolean> {
    this.#asked = true;
    try {
      const response = await fetch("/key-holders", { signal: AbortSignal.timeout(10_000) });
      if (!response.ok) return false;
      this.#holders = (await response.json()) as KeyHolders;
      return true;
    } catch {
      // Whatever the cause, accounts go without names, and the window says so.
      return false;
    }
  }

  /** Asks again after a change, if anybody wanted to know before. */
  async again(): Promise<void> {
    if (this.#asked) await this.load();
  }
}

export const keyHolders = new KeyHolderDirectory();
