import type { Hex } from "viem";

import type { Sighting } from "./decide.ts";

/** An enforcer of another operator that lets us read its `/health`. */
export interface Neighbour {
  /** Public key of its node. */
  publicKey: Hex;
  /** Its `/health`. */
  health: string;
}

/** Milliseconds between two questions to one neighbour, and after which an answer is waited for no longer. */
const askAgainAfter = 10_000;
const patience = 3_000;
const mostBytes = 65_536;
const mostKinds = 16;

/** Asks other operators' enforcers what they say of their nodes: it is their own word, and only that they keep silent is ours. */
export class Neighbours {
  readonly #neighbours: readonly Neighbour[];
  #seen: readonly Sighting[] = [];
  #askAt = 0;
  #asking = false;

  constructor(neighbours: readonly Neighbour[]) {
    this.#neighbours = neighbours;
  }

  /** What they said when they were last asked; asks in the background. */
  seen(): readonly Sighting[] {
    if (!this.#asking && performance.now() >= this.#askAt && this.#neighbours.length > 0) {
      this.#asking = true;
      void Promise.all(this.#neighbours.map(ask)).then((answers) => {
        this.#seen = answers.flat();
        this.#asking = false;
        this.#askAt = performance.now() + askAgainAfter;
      });
    }
    return this.#seen;
  }
}

async function ask({ publicKey, health }: Neighbour): Promise<Sighting[]> {
  try {
    const response = await fetch(health, {
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    const answer = JSON.parse(await readBounded(response)) as { status?: unknown; drift?: unknown };
    if (answer.status === "obeys") return [];
    if (answer.status !== "drifts" && answer.status !== "unreachable")
      return [{ kind: "neighbour-silent", publicKey, reason: "its answer makes no sense" }];
    const drift = Array.isArray(answer.drift)
      ? (answer.drift as ({ kind?: unknown } | null)[])
      : [];
    // Text of others: nothing but names of the form that kinds have.
    const kinds = drift
      .map((one) => one?.kind)
      .filter((kind): kind is string => typeof kind === "string" && /^[a-z-]{1,40}$/.test(kind));
    const named = [...new Set(kinds)].slice(0, mostKinds);
    return [
      {
        kind: "neighbour-drifts",
        publicKey,
        kinds: answer.status === "unreachable" ? ["unreachable"] : named,
      },
    ];
  } catch (error) {
    const reason = error instanceof Error ? error.name : "no answer";
    return [{ kind: "neighbour-silent", publicKey, reason }];
  }
}

async function readBounded(response: Response): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > mostBytes) throw new RangeError("The answer is too long.");
  }
  return text;
}
