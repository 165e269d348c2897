import type { Addresses } from "#lib/endpoints.ts";
import { m } from "#lib/messages.ts";

import type { Shape, Tone } from "#lib/ui/shapes.ts";

import type { ListedCouncil } from "./other-councils.ts";
import type { GroupState, RightState } from "./pauses.ts";
import type { VetoState } from "./vetoes.ts";

/**
 * What a body is for.
 * @param body Its Council, with those beside it that decide for the same members.
 */
export function bodyPurpose(
  { council, others }: { council: string; others: readonly ListedCouncil[] },
  addresses: Addresses,
): string {
  switch (council.toLowerCase()) {
    case addresses.Council.toLowerCase():
      return m.bodies_purpose_assembly();
    case addresses.EmergencyCouncil.toLowerCase():
      return m.bodies_purpose_emergency();
    case addresses.OperatorsCommittee.toLowerCase():
      return m.bodies_purpose_operators();
    default:
      return others.length > 0 ? m.bodies_purpose_same_members() : m.bodies_purpose_other();
  }
}

/** A state in a word, and the time that belongs to it. */
export interface StateWord {
  word: string;
  /** Null where no time belongs to it. */
  time: number | null;
}

export function groupStateWord(state: GroupState): StateWord {
  switch (state.state) {
    case "paused":
      return { word: m.bodies_group_paused(), time: state.until };
    case "resting":
      return { word: m.bodies_group_resting(), time: state.until };
    case "open":
      return { word: m.bodies_group_open(), time: null };
  }
}

export function rightStateWord(state: RightState): StateWord {
  switch (state.state) {
    case "armed":
      return { word: m.bodies_right_armed(), time: Math.min(state.heartbeatBy, state.notAfter) };
    case "used":
      return { word: m.bodies_right_used(), time: state.at };
    case "disarmed":
      return { word: m.bodies_right_disarmed(), time: null };
    case "lapsed":
      return { word: m.bodies_right_lapsed(), time: state.at };
    case "ended":
      return { word: m.bodies_right_ended(), time: state.at };
  }
}

export function vetoStateBadge({ state }: VetoState): { word: string; shape: Shape; tone: Tone } {
  switch (state) {
    case "in-force":
      return { word: m.veto_in_force(), shape: "disc", tone: "attention" };
    case "ended":
      return { word: m.veto_ended(), shape: "bar", tone: "neutral" };
    case "revoked":
      return { word: m.veto_revoked(), shape: "cross", tone: "neutral" };
    case "replaced":
      return { word: m.veto_replaced(), shape: "bar", tone: "neutral" };
  }
}
