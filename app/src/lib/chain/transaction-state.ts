import type { Hash } from "viem";

import type { Failure } from "./failure.ts";

/** Where a transaction stands, as far as this page knows. */
export type TransactionState =
  | { step: "idle" }
  /** The node tries it without effect: would it go through? */
  | { step: "simulating" }
  /** The wallet asks its owner. */
  | { step: "signing" }
  /** The node has it; no block does yet. */
  | { step: "submitted"; hash: Hash }
  /** A block has it; the index does not show it yet. `late` when it takes longer than it should. */
  | { step: "mined"; hash: Hash; block: number; late: boolean }
  /** The pages show it. */
  | { step: "indexed"; hash: Hash; block: number }
  /** It would not go through, so it was not sent. */
  | { step: "cannot"; failure: Failure }
  | { step: "rejected" }
  | { step: "failed"; failure: Failure; hash: Hash | null }
  /** It was sent, and nobody can say yet what became of it. */
  | { step: "unknown"; hash: Hash };

/** What came of one attempt to write. */
export type TransactionOutcome =
  | { outcome: "submitted"; hash: Hash; block: number; indexed: boolean }
  | { outcome: "rejected" }
  | { outcome: "cannot"; failure: Failure }
  | { outcome: "failed"; failure: Failure; hash: Hash | null }
  | { outcome: "unknown"; hash: Hash };

/** Whether the app works on it, so that a second attempt must wait. */
export function isUnderWay(state: TransactionState): boolean {
  switch (state.step) {
    case "simulating":
    case "signing":
    case "submitted":
      return true;
    case "mined":
      return !state.late;
    default:
      return false;
  }
}
