import type { EnodeProblem } from "#lib/features/nodes/enode.ts";
import type { RegistrationEligibility } from "#lib/features/nodes/registration-eligibility.ts";
import type { NodeKind, ProofProblem } from "#lib/features/nodes/registration-proof.ts";
import { m } from "#lib/messages.ts";
import { formatNumber, formatTime, shortened } from "#lib/ui/format.ts";

export function kindWord(kind: NodeKind): string {
  switch (kind) {
    case "validator":
      return m.register_kind_validator();
    case "boot":
      return m.register_kind_boot();
    case "observer":
      return m.register_kind_observer();
    case "bridge":
      return m.register_kind_bridge();
  }
}

export function enodeProblemWords(problem: EnodeProblem): string {
  switch (problem.problem) {
    case "empty":
      return m.register_enode_empty();
    case "scheme":
      return m.register_enode_scheme();
    case "no-at-sign":
      return m.register_enode_no_at_sign();
    case "key-length":
      return m.register_enode_key_length({ digits: formatNumber(problem.digits) });
    case "key-character":
      return m.register_enode_key_character({
        character: problem.character,
        position: formatNumber(problem.position),
      });
    case "key-not-on-curve":
      return m.register_enode_key_not_on_curve();
    case "host-empty":
      return m.register_enode_host_empty();
    case "host-too-long":
      return m.register_enode_host_too_long({ length: formatNumber(problem.length) });
    case "host-character":
      return m.register_enode_host_character({ character: problem.character });
    case "host-bracket":
      return m.register_enode_host_bracket();
    case "port-missing":
      return m.register_enode_port_missing();
    case "port-invalid":
      return m.register_enode_port_invalid({ port: problem.port });
    case "trailing":
      return m.register_enode_trailing({ text: problem.text });
  }
}

/** @param organisationName Name of an organisation by its id, if the register has it. */
export function proofProblemWords(
  problem: ProofProblem,
  organisationName: (id: string) => string | undefined,
): string {
  switch (problem.problem) {
    case "empty":
      return m.register_proof_empty();
    case "not-json":
      return m.register_proof_not_json();
    case "missing-field":
      return m.register_proof_missing_field({ field: problem.field });
    case "public-key-differs":
      return m.register_proof_public_key_differs({
        given: shortened(problem.given, 10, 8),
        expected: shortened(problem.expected, 10, 8),
      });
    case "signature-length":
      return m.register_proof_signature_length({ bytes: formatNumber(problem.bytes) });
    case "deadline-passed":
      return m.register_proof_deadline_passed({ time: formatTime(problem.deadline) });
    case "signature-malformed":
      return m.register_proof_signature_malformed();
    case "wrong-signer":
      return m.register_proof_wrong_signer({
        recovered: shortened(problem.recovered),
        expected: shortened(problem.expected),
      });
    case "signed-for-other":
      switch (problem.field) {
        case "organisation":
          return m.register_proof_other_organisation({
            signed: organisationName(problem.signed) ?? shortened(problem.signed),
          });
        case "network":
          return m.register_proof_other_network({ signed: String(problem.signed) });
        case "kind":
          return m.register_proof_other_kind({ signed: kindWord(problem.signed) });
        case "nonce":
          return m.register_proof_other_nonce({ signed: String(problem.signed) });
      }
  }
}

export function whyNotRegister(
  refusal: Extract<RegistrationEligibility, { can: false }>,
  chainId: number,
): string {
  switch (refusal.why) {
    case "no-wallet":
      return m.register_cannot_no_wallet();
    case "wrong-chain":
      return m.register_cannot_wrong_chain({ chain: String(chainId) });
    case "no-organisation":
      return m.register_cannot_no_organisation();
    case "not-administrator":
      return m.register_cannot_not_administrator({ organisation: refusal.organisation });
    case "organisation-not-active":
      return m.register_cannot_organisation_not_active({ organisation: refusal.organisation });
  }
}
