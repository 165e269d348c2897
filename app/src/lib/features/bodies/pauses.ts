import type { PauseGroup } from "#lib/index/bodies.ts";

type Right = PauseGroup["rights"][number];

/** Whether a group is open now, and if not until when; by the same comparisons as `CircuitBreaker`. */
export type GroupState =
  | { state: "paused"; until: number }
  /** It rests after its last pause: nobody can pause it. */
  | { state: "resting"; until: number }
  | { state: "open" };

export function groupState(
  { pauses, coolDown }: Pick<PauseGroup, "pauses" | "coolDown">,
  now: number,
): GroupState {
  const [latest] = pauses;
  if (!latest) return { state: "open" };
  if (now < latest.pausedUntil) return { state: "paused", until: latest.pausedUntil };
  const rested = latest.pausedUntil + coolDown;
  return now < rested ? { state: "resting", until: rested } : { state: "open" };
}

/** What has become of a right to pause. */
export type RightState =
  | { state: "armed"; heartbeatBy: number; notAfter: number }
  | { state: "used"; at: number }
  | { state: "disarmed" }
  /** The heartbeat was late, so it has lapsed for ever. */
  | { state: "lapsed"; at: number }
  | { state: "ended"; at: number };

export function rightState(right: Right, now: number): RightState {
  if (right.usedAt !== null) return { state: "used", at: right.usedAt };
  if (right.disarmedAt !== null) return { state: "disarmed" };
  const { heartbeatBy, notAfter } = right;
  if (now > notAfter && notAfter <= heartbeatBy) return { state: "ended", at: notAfter };
  if (now > heartbeatBy) return { state: "lapsed", at: heartbeatBy };
  if (now > notAfter) return { state: "ended", at: notAfter };
  return { state: "armed", heartbeatBy, notAfter };
}
