import type { NodeKind, NodeStatus } from "#lib/index/nodes.ts";
import { m } from "#lib/messages.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

export function nodeStatusBadge(status: NodeStatus): { word: string; shape: Shape; tone: Tone } {
  switch (status) {
    case "none":
      return { word: m.nodes_status_none(), shape: "bar", tone: "neutral" };
    case "pending":
      return { word: m.nodes_status_pending(), shape: "clock", tone: "neutral" };
    case "active":
      return { word: m.nodes_status_active(), shape: "disc", tone: "favour" };
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
