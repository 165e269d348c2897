import type { Check, CheckName } from "@foedus/client";

import { shortDid } from "#lib/features/identity/identity-words.ts";
import { m } from "#lib/messages.ts";
import { formatList, formatTime } from "#lib/ui/format.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import type { Verdict } from "./verify.ts";

export type LineName = CheckName | "schema";

/** One check as the page shows it. */
export interface VerdictLine {
  name: LineName;
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

/** The checks in the order in which they are made, the schema after the signature. */
export function verdictLines(verdict: Verdict): VerdictLine[] {
  return verdict.checks.flatMap((check) => {
    const line: VerdictLine = {
      name: check.name,
      outcome: check.outcome,
      title: titles[check.name](),
      meaning: meaningOf(check, verdict),
      detail: check.outcome === "failed" ? check.detail : "",
      remedy: check.remedy,
      chain: check.name === "chain" && check.outcome === "passed" ? check.detail.split(" < ") : [],
    };
    return check.name === "signature" ? [line, schemaLine(verdict)] : [line];
  });
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
export function resultSentence({ isValid, checks, credential, schema }: Verdict): string {
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
  const failed = checks.filter(({ outcome }) => outcome === "failed").length;
  return m.verify_result_invalid({ count: failed + (schema?.found === "violates" ? 1 : 0) });
}

const titles: Record<LineName, () => string> = {
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
  accreditation: m.verify_accreditation_failed,
  chain: m.verify_chain_failed,
  status: m.verify_status_failed,
};

function meaningOf({ name, outcome }: Check, { credential }: Verdict): string {
  if (outcome === "failed") return failedWords[name]();
  if (outcome === "not-made" || credential === undefined) return m.verify_not_made();
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

function schemaLine({ schema }: Verdict): VerdictLine {
  const line = {
    name: "schema" as const,
    title: titles.schema(),
    detail: "",
    remedy: "",
    chain: [],
  };
  switch (schema?.found) {
    case "follows":
      return { ...line, outcome: "passed", meaning: m.verify_schema_passed() };
    case "violates":
      return {
        ...line,
        outcome: "failed",
        meaning: m.verify_schema_failed(),
        detail: [schema.place, schema.problem].filter((part) => part !== "").join(": "),
      };
    case "unregistered":
      return { ...line, outcome: "not-made", meaning: m.verify_schema_unregistered() };
    case "elsewhere":
      return { ...line, outcome: "not-made", meaning: m.verify_schema_elsewhere() };
    case "unreadable":
      return { ...line, outcome: "not-made", meaning: m.verify_schema_unreadable() };
    case undefined:
      return { ...line, outcome: "not-made", meaning: m.verify_not_made() };
  }
}

/** What the credential is about, without the types that every credential has. */
function typesOf({ credential }: NonNullable<Verdict["credential"]>): string[] {
  const general = ["VerifiableCredential", "VerifiableAttestation", "VerifiableAccreditation"];
  const types = credential.type.filter((type) => !general.includes(type));
  return types.length === 0 ? credential.type.slice(-1) : types;
}
