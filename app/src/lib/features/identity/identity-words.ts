import { m } from "#lib/messages.ts";
import type { DidStep } from "#lib/index/dids.ts";
import type { Accreditation } from "#lib/index/issuers.ts";
import type { StatusList } from "#lib/index/status-lists.ts";
import { shortened } from "#lib/ui/format.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import type { Standing } from "./issuer-tree.ts";

interface BadgeWords {
  shape: Shape;
  tone: Tone;
  word: string;
}

export function didBadge({ deactivatedAt }: { deactivatedAt: number | null }): BadgeWords {
  return deactivatedAt === null
    ? { shape: "disc", tone: "favour", word: m.identity_did_active() }
    : { shape: "cross", tone: "neutral", word: m.identity_did_deactivated() };
}

/** DIDs are long, and tell most at their end. */
export function shortDid(did: string): string {
  return shortened(did, 12, 6);
}

/** The organisation behind a DID by name, where a body described one by it. */
export function partyName(party: {
  did: string;
  document: { organisations: readonly { name: string }[] };
}): string {
  return party.document.organisations[0]?.name ?? shortDid(party.did);
}

export function issuerTypeWord(type: Accreditation["reservedType"]): string {
  switch (type) {
    case "root_tao":
      return m.identity_type_root_tao();
    case "tao":
      return m.identity_type_tao();
    case "ti":
      return m.identity_type_ti();
    case "revoked":
      return m.identity_standing_revoked();
  }
}

export function standingBadge(standing: Standing): BadgeWords {
  switch (standing) {
    case "counts":
      return { shape: "check", tone: "favour", word: m.identity_standing_counts() };
    case "reserved":
      return { shape: "ring", tone: "neutral", word: m.identity_standing_reserved() };
    case "revoked":
      return { shape: "cross", tone: "against", word: m.identity_standing_revoked() };
    case "deactivated":
      return { shape: "cross", tone: "neutral", word: m.identity_standing_deactivated() };
    case "dismissed":
      return { shape: "cross", tone: "against", word: m.identity_standing_dismissed() };
    case "above":
      return { shape: "pause", tone: "against", word: m.identity_standing_above() };
  }
}

/** What a key is for, as people say it. */
export function relationshipWord(name: string): string {
  switch (name) {
    case "authentication":
      return m.identity_relationship_authentication();
    case "assertionMethod":
      return m.identity_relationship_assertion();
    case "keyAgreement":
      return m.identity_relationship_agreement();
    case "capabilityInvocation":
      return m.identity_relationship_invocation();
    case "capabilityDelegation":
      return m.identity_relationship_delegation();
    default:
      return name;
  }
}

/** A step in the life of a DID as a sentence. */
export function stepTitle(step: DidStep): string {
  const key = shortened(step.verificationMethod?.vMethodId ?? "", 8, 4);
  switch (step.event) {
    case "DidDocumentInserted":
      return m.identity_step_inserted();
    case "BaseDocumentUpdated":
      return m.identity_step_document();
    case "ControllerAdded":
      return m.identity_step_controller_added({ did: shortDid(step.controllerDid ?? "") });
    case "ControllerRevoked":
      return m.identity_step_controller_revoked({ did: shortDid(step.controllerDid ?? "") });
    case "VerificationMethodAdded":
      return m.identity_step_key_added({ key });
    case "VerificationRelationshipAdded":
      return m.identity_step_relationship({
        key,
        purpose: relationshipWord(step.relationship ?? ""),
      });
    case "VerificationMethodRevoked":
      return m.identity_step_key_revoked({ key });
    case "VerificationMethodExpired":
      return m.identity_step_key_expired({ key });
    case "VerificationMethodRolled":
      return m.identity_step_key_rolled({
        key,
        old: shortened(step.oldVerificationMethod?.vMethodId ?? "", 8, 4),
      });
    case "DidDeactivated":
      return m.identity_step_deactivated();
    default:
      return step.event;
  }
}

export function statusListBadge(
  { latestPublication }: Pick<StatusList, "latestPublication">,
  now: number,
): BadgeWords {
  if (latestPublication === null) {
    return { shape: "ring", tone: "neutral", word: m.identity_list_empty() };
  }
  return now > latestPublication.currentUntil
    ? { shape: "clock", tone: "against", word: m.identity_list_stale() }
    : { shape: "check", tone: "favour", word: m.identity_list_current() };
}

export function statusListKindWord(kind: StatusList["kind"]): string {
  return kind === "bitstring" ? m.identity_list_bitstring() : m.identity_list_token();
}

export function statusPurposeWord(purpose: StatusList["purpose"]): string {
  switch (purpose) {
    case "revocation":
      return m.identity_purpose_revocation();
    case "suspension":
      return m.identity_purpose_suspension();
    case "message":
      return m.identity_purpose_message();
    case "refresh":
      return m.identity_purpose_refresh();
    case "status":
      return m.identity_purpose_status();
  }
}
