import type { Check, CheckName, Verification } from "@foedus/client";

import { shortDid } from "#lib/features/identity/identity-words.ts";
import { m } from "#lib/messages.ts";
import { formatList, formatTime } from "#lib/ui/format.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

/** One check as the page shows it. */
export interface VerdictLine {
  name: CheckName;
  outcome: Check["outcome"];
  title: string;
  /** What was found, in the reader's language. */
  meaning: string;
  /** What the check itself says about a failure; in English. */
  detail: string;
  remedy: string;
  /** DIDs from the issuer to the root, where the chain was walked. */
  chain: readonly string[];
}

/** The checks in the order in which they are made. */
export function verdictLines(verdict: Verification): VerdictLine[] {
  return verdict.checks.map((check) => ({
    name: check.name,
    outcome: check.outcome,
    title: titles[check.name](),
    meaning: meaningOf(check, verdict),
    detail: check.outcome === "failed" ? check.detail : "",
    remedy: check.remedy,
    chain: check.name === "chain" && check.outcome === "passed" ? check.detail.split(" < ") : [],
  }));
}

export function outcomeBadge(outcome: Check["outcome"]): {
  shape: Shape;
  tone: Tone;
  word: string;
} {
  switch (outcome) {
    case "passed":
      return { shape: "check", tone: "favour", word: m.verify_outcome_passed() };
    case "failed":
      return { shape: "cross", tone: "against", word: m.verify_outcome_failed() };
    case "not-made":
      return { shape: "ring", tone: "neutral", word: m.verify_outcome_not_made() };
  }
}

/** The result in one sentence. */
export function resultSentence({ isValid, checks, credential, schema }: Verification): string {
  if (credential === undefined) return m.verify_result_no_credential();
  const inputs = {
    issuer: shortDid(credential.issuer),
    types: formatList(typesOf(credential)),
  };
  if (isValid) {
    return schema?.found === "follows"
      ? m.verify_result_valid(inputs)
      : m.verify_result_valid_schema(inputs);
  }
  return m.verify_result_invalid({
    count: checks.filter(({ outcome }) => outcome === "failed").length,
  });
}

const titles: Record<CheckName, () => string> = {
  form: m.verify_check_form,
  times: m.verify_check_times,
  signature: m.verify_check_signature,
  schema: m.verify_check_schema,
  accreditation: m.verify_check_accreditation,
  chain: m.verify_check_chain,
  status: m.verify_check_status,
};

const failedWords: Record<CheckName, () => string> = {
  form: m.verify_form_failed,
  times: m.verify_times_failed,
  signature: m.verify_signature_failed,
  schema: m.verify_schema_failed,
  accreditation: m.verify_accreditation_failed,
  chain: m.verify_chain_failed,
  status: m.verify_status_failed,
};

function meaningOf({ name, outcome }: Check, { credential, schema }: Verification): string {
  if (outcome === "failed") return failedWords[name]();
  if (credential === undefined) return m.verify_not_made();
  if (name === "schema") return schemaMeaning(schema);
  if (outcome === "not-made") return m.verify_not_made();
  const types = formatList(typesOf(credential));
  switch (name) {
    case "form":
      return m.verify_form_passed({ types });
    case "times": {
      const from = formatTime(credential.validFrom, "minute", "UTC");
      return credential.validUntil === undefined
        ? m.verify_times_passed_open({ from })
        : m.verify_times_passed({
            from,
            until: formatTime(credential.validUntil, "minute", "UTC"),
          });
    }
    case "signature":
      return m.verify_signature_passed({ time: formatTime(credential.issuedAt, "minute", "UTC") });
    case "accreditation":
      return m.verify_accreditation_passed({ types });
    case "chain":
      return m.verify_chain_passed();
    case "status":
      return credential.credential.credentialStatus.length === 0
        ? m.verify_status_none()
        : m.verify_status_passed();
  }
}

function schemaMeaning(schema: Verification["schema"]): string {
  switch (schema?.found) {
    case "follows":
      return m.verify_schema_passed();
    case "violates":
      return m.verify_schema_failed();
    case "unregistered":
      return m.verify_schema_unregistered();
    case "elsewhere":
      return m.verify_schema_elsewhere();
    case "unreadable":
      return m.verify_schema_unreadable();
    case undefined:
      return m.verify_not_made();
  }
}

/** What the credential is about, without the types that every credential has. */
function typesOf({ credential }: NonNullable<Verification["credential"]>): string[] {
  const general = ["VerifiableCredential", "VerifiableAttestation", "VerifiableAccreditation"];
  const types = credential.type.filter((type) => !general.includes(type));
  return types.length === 0 ? credential.type.slice(-1) : types;
}
