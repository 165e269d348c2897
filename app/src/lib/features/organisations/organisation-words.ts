import type { OrganisationSummary } from "#lib/index/organisations.ts";
import { m } from "#lib/messages.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

export function organisationStatusBadge(status: OrganisationSummary["status"]): {
  word: string;
  shape: Shape;
  tone: Tone;
} {
  switch (status) {
    case "active":
      return { word: m.organisations_status_active(), shape: "disc", tone: "favour" };
    case "suspended":
      return { word: m.organisations_status_suspended(), shape: "pause", tone: "against" };
    case "retired":
      return { word: m.organisations_status_retired(), shape: "bar", tone: "neutral" };
  }
}
