import { m } from "#lib/messages.ts";

import type { Failure } from "./failure.ts";
import { permissionWords } from "./permission-words.ts";

/** A failure in the reader's words. */
export interface FailureText {
  cause: string;
  remedy: string | null;
  /** For a report to the operator: name of the error, values, raw data. */
  details: string | null;
}

/** A translation of the catalogue of contract errors, by the name of the error. */
export type TranslatedErrors = Readonly<
  Partial<Record<string, { notice: string; remedy: string }>>
>;

export function failureText(failure: Failure, translated: TranslatedErrors = {}): FailureText {
  switch (failure.kind) {
    case "refused": {
      const { notice, remedy } = translated[failure.error] ?? failure;
      const values = failure.values.map(({ name, value }) => (name ? `${name}: ${value}` : value));
      return { cause: notice, remedy, details: `${failure.error}(${values.join(", ")})` };
    }
    case "refused-otherwise":
      return {
        cause:
          failure.text === ""
            ? m.chain_failure_refused_otherwise()
            : m.chain_failure_refused_otherwise_text({ text: failure.text }),
        remedy: m.chain_failure_refused_otherwise_remedy(),
        details: failure.data,
      };
    case "not-permitted": {
      const { explanation, remedy } = permissionWords(failure.refusal);
      return { cause: m.chain_failure_permission({ explanation }), remedy, details: null };
    }
    case "rejected":
      return { cause: m.chain_failure_rejected(), remedy: null, details: null };
    case "no-wallet":
      return {
        cause: m.chain_failure_no_wallet(),
        remedy: m.chain_failure_no_wallet_remedy(),
        details: null,
      };
    case "wrong-chain":
      return {
        cause: m.chain_failure_wrong_chain(),
        remedy: m.chain_failure_wrong_chain_remedy(),
        details: null,
      };
    case "funds":
      return {
        cause: m.chain_failure_funds(),
        remedy: m.chain_failure_funds_remedy(),
        details: null,
      };
    case "no-answer":
      return {
        cause: m.chain_failure_no_answer(),
        remedy: m.chain_failure_no_answer_remedy(),
        details: null,
      };
    case "passkey-declined":
      return {
        cause: m.ballots_passkey_declined(),
        remedy: m.ballots_passkey_declined_remedy(),
        details: null,
      };
    case "passkey-place":
      return {
        cause: m.ballots_place_number(),
        remedy: m.ballots_place_remedy(),
        details: null,
      };
    case "passkey-unfit":
      return {
        cause: m.ballots_passkey_unfit(),
        remedy: m.ballots_passkey_unfit_remedy(),
        details: null,
      };
    case "passkey-other":
      return {
        cause: m.ballots_passkey_other(),
        remedy: m.ballots_passkey_other_remedy(),
        details: null,
      };
    case "told":
      return { cause: failure.text, remedy: failure.remedy, details: null };
    case "other":
      return {
        cause: m.chain_failure_other({ text: failure.text }),
        remedy: m.chain_failure_other_remedy(),
        details: null,
      };
  }
}
