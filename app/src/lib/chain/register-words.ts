import { hexToString, trim } from "viem";

import type { accessLevels, networkStages, organisationKinds } from "./contract-views.ts";
import { m } from "#lib/messages.ts";

export type OrganisationKind = (typeof organisationKinds)[number];

export type NetworkStage = (typeof networkStages)[number];

export type AccessLevel = (typeof accessLevels)[number];

export function organisationKindWord(kind: OrganisationKind): string {
  switch (kind) {
    case "unspecified":
      return m.chain_organisation_kind_unspecified();
    case "state_body":
      return m.chain_organisation_kind_state_body();
    case "agency":
      return m.chain_organisation_kind_agency();
    case "operator":
      return m.chain_organisation_kind_operator();
    case "auditor":
      return m.chain_organisation_kind_auditor();
    case "regulator":
      return m.chain_organisation_kind_regulator();
    case "service_provider":
      return m.chain_organisation_kind_service_provider();
    case "cloud_provider":
      return m.chain_organisation_kind_cloud_provider();
    case "institutional_user":
      return m.chain_organisation_kind_institutional_user();
  }
}

export function networkStageWord(stage: NetworkStage): string {
  switch (stage) {
    case "none":
      return m.chain_stage_none();
    case "development":
      return m.chain_stage_development();
    case "pilot":
      return m.chain_stage_pilot();
    case "production":
      return m.chain_stage_production();
    case "retired":
      return m.chain_stage_retired();
  }
}

export function accessWord(access: AccessLevel): string {
  switch (access) {
    case "none":
      return m.chain_access_none();
    case "read":
      return m.chain_access_read();
    case "transact":
      return m.chain_access_transact();
    case "deploy":
      return m.chain_access_deploy();
    case "full":
      return m.chain_access_full();
  }
}

/** The name that an id spells in ASCII; the id itself where it spells none. */
export function spelledName(id: `0x${string}`): string {
  const name = hexToString(trim(id, { dir: "right" }));
  return /^[\x20-\x7e]+$/.test(name) ? name : id;
}

/** What a group of functions that can be paused is about; its own name where nobody here has words for it. */
export function pauseGroupWord(name: string): string {
  switch (name) {
    case "registrations":
      return m.bodies_group_registrations();
    case "changes":
      return m.bodies_group_changes();
    case "reports":
      return m.bodies_group_reports();
    case "payments":
      return m.bodies_group_payments();
    default:
      return name;
  }
}
