import { hashTypedData, recoverAddress } from "viem";

import { accountRegistrationTypedData } from "#generated/typed-data.ts";

type Hex = `0x${string}`;

/** All that the consent of an account binds, apart from the deadline. */
export interface AccountRegistration {
  organisation: Hex;
  account: Hex;
  nonce: bigint;
  /** The AccountRegistry, and the chain that it lives on. */
  registry: Hex;
  chainId: number;
}

/** What `foedus account proof` prints, and what the page makes with the account's wallet. */
export interface AccountProof {
  account: Hex;
  /** Seconds since 1970. */
  deadline: number;
  proof: Hex;
}

/** The command that signs with the account's key, on the machine that has it. */
export function accountProofCommand(
  { organisation, nonce, registry, chainId }: AccountRegistration,
  deadline: number,
): string {
  return [
    "npm run --silent foedus -- account proof",
    "--key-file key",
    `--organisation ${organisation}`,
    `--nonce ${nonce}`,
    `--registry ${registry}`,
    `--chain ${chainId}`,
    `--deadline ${deadline}`,
  ].join(" ");
}

/** What the account signs, as `IAccountRegistry.registerAccount` expects it. */
export function accountTypedData(registration: AccountRegistration, deadline: number) {
  const { organisation, account, nonce, registry, chainId } = registration;
  return accountRegistrationTypedData(chainId, registry, {
    organisation,
    account,
    nonce,
    deadline,
  });
}

export type AccountProofProblem =
  | { problem: "empty" }
  | { problem: "not-json" }
  | { problem: "missing-field"; field: keyof AccountProof }
  | { problem: "other-account"; given: string }
  | { problem: "deadline-passed"; deadline: number }
  /** Signed by another key, or over other values: for another organisation, chain or nonce. */
  | { problem: "wrong-signature" };

export type AccountProofResult =
  { ok: true; proof: AccountProof } | ({ ok: false } & AccountProofProblem);

/** Checks what was pasted, so that a mistake shows here and not in a failed transaction. */
export async function checkAccountProof(
  text: string,
  registration: AccountRegistration,
  clock: number,
): Promise<AccountProofResult> {
  const read = readAccountProof(text);
  if (!read.ok) return read;
  const { account, deadline, proof } = read.proof;
  if (account !== registration.account.toLowerCase())
    return { ok: false, problem: "other-account", given: account };
  if (deadline <= clock) return { ok: false, problem: "deadline-passed", deadline };
  try {
    const hash = hashTypedData(accountTypedData(registration, deadline));
    const signer = await recoverAddress({ hash, signature: proof });
    if (signer.toLowerCase() === account) return read;
  } catch {
    // No signature at all: said in the same words.
  }
  return { ok: false, problem: "wrong-signature" };
}

/** Finds the line of JSON, also when the terminal's prompt or a log was copied along. */
function readAccountProof(text: string): AccountProofResult {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, problem: "empty" };
  let fields: Partial<Record<keyof AccountProof, unknown>>;
  try {
    fields = JSON.parse(/\{[^{}]*\}/.exec(trimmed)?.[0] ?? "") as typeof fields;
  } catch {
    return { ok: false, problem: "not-json" };
  }
  const { account, deadline, proof } = fields;
  if (typeof account !== "string" || !/^0x[0-9a-f]{40}$/i.test(account))
    return { ok: false, problem: "missing-field", field: "account" };
  if (typeof deadline !== "number" || !Number.isSafeInteger(deadline) || deadline < 0)
    return { ok: false, problem: "missing-field", field: "deadline" };
  if (typeof proof !== "string" || !/^0x[0-9a-f]{130}$/i.test(proof))
    return { ok: false, problem: "missing-field", field: "proof" };
  return {
    ok: true,
    proof: {
      account: account.toLowerCase() as Hex,
      deadline,
      proof: withRecoveryId(proof.toLowerCase() as Hex),
    },
  };
}

/** Some wallets end a signature with 0 or 1, where the contract expects 27 or 28. */
function withRecoveryId(signature: Hex): Hex {
  const last = { "00": "1b", "01": "1c" }[signature.slice(-2)];
  return last === undefined ? signature : `0x${signature.slice(2, -2)}${last}`;
}
