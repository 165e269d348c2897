import type { EnforcerWord } from "#lib/enforcers.ts";
import type { NetworkStage } from "#lib/index/networks.ts";
import { m } from "#lib/messages.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

export function networkStageBadge(stage: NetworkStage): { word: string; shape: Shape; tone: Tone } {
  switch (stage) {
    case "development":
      return { word: m.networks_stage_development(), shape: "ring", tone: "neutral" };
    case "pilot":
      return { word: m.networks_stage_pilot(), shape: "half", tone: "neutral" };
    case "production":
      return { word: m.networks_stage_production(), shape: "disc", tone: "favour" };
    case "retired":
      return { word: m.networks_stage_retired(), shape: "bar", tone: "neutral" };
  }
}

export function networkStageSentence(stage: NetworkStage): string {
  switch (stage) {
    case "development":
      return m.networks_means_development();
    case "pilot":
      return m.networks_means_pilot();
    case "production":
      return m.networks_means_production();
    case "retired":
      return m.networks_means_retired();
  }
}

/** What an enforcer says of its node; null where nobody looked. */
export function enforcerBadge(status: EnforcerWord["status"] | null): {
  word: string;
  shape: Shape;
  tone: Tone;
} {
  switch (status) {
    case "obeys":
      return { word: m.networks_enforcer_obeys(), shape: "check", tone: "favour" };
    case "drifts":
      return { word: m.networks_enforcer_drifts(), shape: "cross", tone: "against" };
    case "unreachable":
      return { word: m.networks_enforcer_unreachable(), shape: "bar", tone: "against" };
    case null:
      return { word: m.networks_enforcer_unknown(), shape: "ring", tone: "neutral" };
  }
}
