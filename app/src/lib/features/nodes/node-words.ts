import type { NodeKind, NodeStatus } from "#lib/index/nodes.ts";
import { m } from "#lib/messages.ts";
import { countryName } from "#lib/ui/format.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import type { ObedienceWord } from "./obedience.ts";

export function nodeStatusBadge(status: NodeStatus): { word: string; shape: Shape; tone: Tone } {
  switch (status) {
    case "none":
      return { word: m.nodes_status_none(), shape: "bar", tone: "neutral" };
    case "pending":
      return { word: m.nodes_status_pending(), shape: "clock", tone: "neutral" };
    case "active":
      return { word: m.nodes_status_active(), shape: "disc", tone: "favour" };
    case "standby":
      return { word: m.nodes_status_standby(), shape: "pause", tone: "neutral" };
    case "quarantined":
      return { word: m.nodes_status_quarantined(), shape: "half", tone: "against" };
    case "suspended":
      return { word: m.nodes_status_suspended(), shape: "pause", tone: "against" };
    case "retired":
      return { word: m.nodes_status_retired(), shape: "bar", tone: "neutral" };
  }
}

/** What the status means for the network, in a sentence. */
export function nodeStatusSentence(status: NodeStatus): string {
  switch (status) {
    case "none":
      return m.nodes_means_none();
    case "pending":
      return m.nodes_means_pending();
    case "active":
      return m.nodes_means_active();
    case "standby":
      return m.nodes_means_standby();
    case "quarantined":
      return m.nodes_means_quarantined();
    case "suspended":
      return m.nodes_means_suspended();
    case "retired":
      return m.nodes_means_retired();
  }
}

export function nodeKindWord(kind: NodeKind): string {
  switch (kind) {
    case "validator":
      return m.nodes_kind_validator();
    case "boot":
      return m.nodes_kind_boot();
    case "observer":
      return m.nodes_kind_observer();
    case "bridge":
      return m.nodes_kind_bridge();
  }
}

export function nodeKindSentence(kind: NodeKind): string {
  switch (kind) {
    case "validator":
      return m.nodes_does_validator();
    case "boot":
      return m.nodes_does_boot();
    case "observer":
      return m.nodes_does_observer();
    case "bridge":
      return m.nodes_does_bridge();
  }
}

export function obedienceBadge(word: ObedienceWord): { word: string; shape: Shape; tone: Tone } {
  switch (word) {
    case "obeys":
      return { word: m.nodes_obeys(), shape: "check", tone: "favour" };
    case "drifts":
      return { word: m.nodes_drifts(), shape: "cross", tone: "against" };
    case "stale":
      return { word: m.nodes_obedience_stale(), shape: "clock", tone: "neutral" };
    case "never":
      return { word: m.nodes_obedience_never(), shape: "ring", tone: "neutral" };
  }
}

/** What a drift means, in a sentence; a kind that this app does not know is named as it was reported. */
export function driftSentence(kind: string): string {
  switch (kind) {
    case "missing-peer":
      return m.nodes_drift_missing_peer();
    case "extra-peer":
      return m.nodes_drift_extra_peer();
    case "missing-entry":
      return m.nodes_drift_missing_entry();
    case "extra-entry":
      return m.nodes_drift_extra_entry();
    case "allowlist-off":
      return m.nodes_drift_allowlist_off();
    case "missing-account":
      return m.nodes_drift_missing_account();
    case "extra-account":
      return m.nodes_drift_extra_account();
    case "account-allowlist-off":
      return m.nodes_drift_account_allowlist_off();
    case "accounts-unkept":
      return m.nodes_drift_accounts_unkept();
    case "missing-validator":
      return m.nodes_drift_missing_validator();
    case "extra-validator":
      return m.nodes_drift_extra_validator();
    default:
      return m.nodes_drift_other({ kind });
  }
}

/** Whether what a drift names is an account, and not a node. */
export const isAboutAccount = (kind: string): boolean =>
  kind === "missing-account" || kind === "extra-account";

/** "Belgium (BE-BRU)": the country by its name, the subdivision by its code. */
export function regionName(region: string): string {
  const name = countryName(region.slice(0, 2));
  return name === region ? region : m.nodes_region({ country: name, code: region });
}
