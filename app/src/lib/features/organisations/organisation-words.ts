import type { OrganisationKind, OrganisationSummary } from "#lib/index/organisations.ts";
import { m } from "#lib/messages.ts";
import { countryName } from "#lib/ui/format.ts";
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

export function organisationKindWord(kind: OrganisationKind): string {
  switch (kind) {
    case "unspecified":
      return m.organisations_kind_unspecified();
    case "state_body":
      return m.organisations_kind_state_body();
    case "agency":
      return m.organisations_kind_agency();
    case "operator":
      return m.organisations_kind_operator();
    case "auditor":
      return m.organisations_kind_auditor();
    case "regulator":
      return m.organisations_kind_regulator();
    case "service_provider":
      return m.organisations_kind_service_provider();
    case "cloud_provider":
      return m.organisations_kind_cloud_provider();
    case "institutional_user":
      return m.organisations_kind_institutional_user();
  }
}

/** Whose law an organisation stands under; `EU` is no country. */
export function jurisdictionName(code: string): string {
  return code === "EU" ? m.organisations_union() : countryName(code);
}
