import { createIndex, IndexError } from "#lib/index/client.ts";
import { representativesQuery } from "#lib/index/members.ts";

import type { KeyHolders } from "./who.ts";

/** Who holds which key, as the index says; asked once and again after a change. */
class KeyHolderDirectory {
  #holders = $state.raw<KeyHolders | null>(null);
  #registry: string | null = null;

  get holders(): KeyHolders | null {
    return this.#holders;
  }

  /** Asks the index; false when it gives no answer. */
  async load(memberRegistry: string): Promise<boolean> {
    this.#registry = memberRegistry;
    try {
      this.#holders = await createIndex({ url: "/graphql" }).ask(representativesQuery, {
        registry: memberRegistry.toLowerCase(),
      });
      return true;
    } catch (error) {
      if (error instanceof IndexError) return false;
      throw error;
    }
  }

  /** Asks again after a change, if anybody wanted to know before. */
  async again(): Promise<void> {
    if (this.#registry !== null) await this.load(this.#registry);
  }
}

export const keyHolders = new KeyHolderDirectory();
