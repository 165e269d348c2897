import { LauncherError } from "./launcher-error.ts";

/** One part of the embedded stack. Every part is started, waited for and stopped in the same way. */
export interface Component {
  /** Name for people: it stands in progress lines, in error messages and as the name of the log file. */
  readonly name: string;
  /** Resolves once the part runs; it may not answer yet. */
  start(): Promise<void>;
  /** Resolves once the part answers; rejects when it ended before it did. */
  ready(): Promise<void>;
  /** Resolves once nothing of the part is left. It may be called at any time and more than once. */
  stop(): Promise<void>;
}

/** Told what happens to a part while nobody waits for it: restarts, and what they were for. */
export type Report = (line: string) => void;

/** Asks `probe` again and again until it says yes. A failed answer counts as no, unless it says why nothing will help. */
export async function waitUntil(
  what: string,
  probe: (signal: AbortSignal) => Promise<boolean>,
  options: { within: number; every?: number; signal: AbortSignal },
): Promise<void> {
  const { within, every = 50, signal } = options;
  const end = performance.now() + within;
  let lastFailure: unknown;
  while (performance.now() < end) {
    signal.throwIfAborted();
    try {
      if (await probe(AbortSignal.timeout(2_000))) return;
    } catch (error) {
      if (error instanceof LauncherError) throw error;
      lastFailure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  throw new Error(`${what} did not happen within ${within / 1000} s.`, { cause: lastFailure });
}
