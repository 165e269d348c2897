import type { Mutant } from "./mutants.ts";

/** What the command asks a worker to do: the tests with one mutant, or all of them to their ends without any. */
export interface Order {
  mutant?: Mutant;
  /** In the order in which they run. */
  tests: readonly string[];
}

/** How a test file ended. */
export interface TestRun {
  file: string;
  milliseconds: number;
  passed: number;
  /** What failed, with the reason. */
  failures: string[];
}

/** What a worker answers. */
export type Answer =
  | { kind: "ready" }
  | { kind: "uncompiled"; message: string }
  /** Up to the first file that failed, if there is a mutant; `deployment` stands for a system that could not be deployed. */
  | { kind: "tested"; runs: TestRun[] };
