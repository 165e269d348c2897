import { sha256, stringToHex } from "viem";
import * as z from "zod";

import { askService } from "../ask-service.ts";
import type { Replays, Use } from "./replay-memory.ts";

const answerShape = z.object({ outcome: z.enum(["taken", "used", "full"]) });

/**
 * The memory of the relayer's database, which outlives every process and is the same for all servers that ask the relayer. The relayer
 * is told hashes alone. While it gives no answer, nothing is taken.
 */
export class LastingReplays implements Replays {
  readonly since = 0;
  readonly #url: string;
  readonly #request: typeof fetch;

  /** @param url Address of the relayer. */
  constructor(url: string, request: typeof fetch = fetch) {
    this.#url = url;
    this.#request = request;
  }

  async take(what: string, expiresAt: number): Promise<Use> {
    const words = () => ["The relayer does not say whether it was used.", "Try again."] as const;
    const relayer = {
      url: this.#url,
      name: "relayer",
      patience: 5_000,
      largestAnswer: 4_096,
      passedOn: [200],
      none: words,
      silent: words,
    };
    const body = JSON.stringify({ id: sha256(stringToHex(what)), expiresAt });
    const response = await askService(relayer, "/presentations", body, this.#request);
    if (!response.ok) return "silent";
    return answerShape.safeParse(await response.json()).data?.outcome ?? "silent";
  }
}
