import {
  protectedTarget,
  type Reach,
  reaches,
  type VetoGrant,
  vetoState,
} from "#lib/features/bodies/vetoes.ts";
import { isFinal, type ProposalState } from "#lib/features/proposals/proposal-state.ts";

type Hex = `0x${string}`;

/** A right of veto that an account holds, on the body that decides. */
export type HeldRight = Pick<VetoGrant, "holder" | "targets" | "notAfter" | "over">;

export type StopEligibility =
  | { can: true }
  | { can: false; why: "closed" | "wrong-chain" }
  /** Last second of the right. */
  | { can: false; why: "ended"; notAfter: number }
  /** A call goes to a contract whose decisions nobody can stop. */
  | { can: false; why: "protected"; target: Hex }
  /** No call goes to a contract of the right. */
  | { can: false; why: "out-of-scope" };

/** Whether the holder of a right can stop a proposal with calls to these contracts; by the same comparisons as `Vetoes`. */
export function stopEligibility(
  right: HeldRight,
  { targets, state }: { targets: readonly Hex[]; state: ProposalState },
  reach: Reach,
  { onRightChain, now }: { onRightChain: boolean; now: number },
): StopEligibility {
  if (isFinal(state)) return { can: false, why: "closed" };
  if (vetoState(right, now).state !== "in-force")
    return { can: false, why: "ended", notAfter: right.notAfter };
  const target = protectedTarget(targets, reach);
  if (target !== null) return { can: false, why: "protected", target };
  if (!reaches(right, targets, reach)) return { can: false, why: "out-of-scope" };
  return onRightChain ? { can: true } : { can: false, why: "wrong-chain" };
}

/** What `Vetoes` takes of a reason, in bytes: it is public for ever, and everybody pays for keeping it. */
const longestReason = 1024;

/** Bytes beyond what a reason may have; null for a reason that can be sent. */
export function reasonProblem(
  reason: string,
): { problem: "missing" } | { problem: "too-long"; excess: number } | null {
  const length = new TextEncoder().encode(reason.trim()).length;
  if (length === 0) return { problem: "missing" };
  return length > longestReason ? { problem: "too-long", excess: length - longestReason } : null;
}
