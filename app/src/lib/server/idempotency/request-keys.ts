/** What was answered to a request, as far as a repetition needs it. */
export interface KeptAnswer {
  status: number;
  /** Of `keptHeaders` alone. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * What becomes of a request with a key. `begun`: it is the first, and has to be carried out, then kept or forgotten. `under-way`: the first
 * one is not answered yet. `other`: the key came with another request. `full`: no more keys are kept now.
 */
export type Beginning =
  | { outcome: "begun" }
  | { outcome: "answered"; answer: KeptAnswer }
  | { outcome: "under-way" | "other" | "full" };

/** Where the keys of requests lie. Names and fingerprints are hashes. */
export interface RequestKeys {
  /** Atomic: of requests with one name that come at the same time one begins. @param now Seconds since 1970. */
  begin: (name: string, fingerprint: string, now: number) => Promise<Beginning>;
  keep: (name: string, answer: KeptAnswer) => Promise<void>;
  /** The request came to nothing, so that it may be sent again. */
  forget: (name: string) => Promise<void>;
}

/** Seconds for which an answer is kept, from the beginning of its request. */
export const keptFor = 86_400;

/** Seconds after which a request that was never answered, because its server ended, may be carried out again. */
export const longestRequest = 120;

/** Bytes of an answer at most; a longer one is not kept, and its request may be sent again. */
export const longestAnswer = 256 * 1024;
