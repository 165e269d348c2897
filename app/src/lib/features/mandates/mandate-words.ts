import { m } from "#lib/messages.ts";
import { countryName, shortened } from "#lib/ui/format.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import {
  type KeyKind,
  type KeyState,
  type MandateEvent,
  type MandateMember,
  nobody,
} from "./mandate-roll.ts";

export function keyKindWord(kind: KeyKind): string {
  switch (kind) {
    case "account":
      return m.mandates_kind_account();
    case "p256":
      return m.mandates_kind_p256();
    case "passkey":
      return m.mandates_kind_passkey();
    case "seal":
      return m.mandates_kind_seal();
    case "other":
      return m.mandates_kind_other();
  }
}

export function keyStateBadge(state: KeyState): { word: string; shape: Shape; tone: Tone } {
  switch (state) {
    case "ahead":
      return { word: m.mandates_state_ahead(), shape: "clock", tone: "neutral" };
    case "active":
      return { word: m.mandates_state_active(), shape: "disc", tone: "favour" };
    case "suspended":
      return { word: m.mandates_state_suspended(), shape: "pause", tone: "against" };
    case "ran-out":
      return { word: m.mandates_state_ran_out(), shape: "bar", tone: "neutral" };
    case "ended":
      return { word: m.mandates_state_ended(), shape: "cross", tone: "neutral" };
  }
}

/** What happened, in a sentence. */
export function mandateStep(
  event: MandateEvent,
  members: readonly Pick<MandateMember, "account" | "code">[],
): string {
  const nameOf = (account: string) =>
    countryName(members.find((member) => member.account === account)?.code ?? account);
  switch (event.kind) {
    case "designated":
      if (event.key === nobody) return m.handover_step_called_off();
      return m.mandates_step_designated({ key: shortened(event.key) });
    case "accepted":
      return m.mandates_step_accepted({ key: shortened(event.key) });
    case "revoked":
      return m.mandates_step_revoked();
    case "appointed":
      return m.mandates_step_appointed({ key: shortened(event.key) });
    case "ended":
      return m.mandates_step_ended({ key: shortened(event.key) });
    case "proxy-given":
      return m.mandates_step_proxy_given({ carrier: nameOf(event.carrier) });
    case "proxy-ended":
      return m.mandates_step_proxy_ended({ carrier: nameOf(event.carrier) });
    case "class-changed":
      return event.observer ? m.mandates_step_observer() : m.mandates_step_member();
  }
}
