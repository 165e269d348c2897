import { setTimeout as pause } from "node:timers/promises";

/** What the subgraph answers, asked past the dApp. */
export class Index {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
    if (data === undefined || data === null || errors !== undefined) {
      throw new Error(`The index refuses: ${JSON.stringify(errors)}`);
    }
    return data;
  }

  /** Waits until the index holds a block: graph-node gives no sign when it does, so it is asked again. */
  async reached(block: bigint, within = 30_000): Promise<void> {
    const end = performance.now() + within;
    for (;;) {
      const seen = await this.#block();
      if (seen !== undefined && seen >= block) return;
      if (performance.now() > end)
        throw new Error(`The index is at block ${seen} after ${within / 1000} s, not at ${block}.`);
      await pause(50);
    }
  }

  async #block(): Promise<bigint | undefined> {
    try {
      const { _meta } = await this.ask<{ _meta: { block: { number: number } } }>(
        "{ _meta { block { number } } }",
      );
      return BigInt(_meta.block.number);
    } catch {
      // It is being started again.
      return undefined;
    }
  }
}
