import { hashTypedData, recoverAddress } from "viem";

import { nodeRegistrationTypedData } from "#generated/typed-data.ts";

import { nodeAddress, nodeId } from "./enode.ts";

export const nodeKinds = ["validator", "boot", "observer", "bridge"] as const;
/** What a node does in its network; the place in the list is the value on the chain. */
export type NodeKind = (typeof nodeKinds)[number];

/** All that a proof of possession binds, apart from the key and the deadline. */
export interface Registration {
  organisation: `0x${string}`;
  /** Chain id of the network that the node belongs to. */
  network: bigint;
  kind: NodeKind;
  nonce: bigint;
  /** The NodeRegistry, and the chain that it lives on. */
  registry: `0x${string}`;
  chainId: number;
}

/** What `foedus node proof` prints. */
export interface ProofOutput {
  publicKey: `0x${string}`;
  /** Seconds since 1970. */
  deadline: number;
  proof: `0x${string}`;
}

/** The command that signs with the node's key, on the machine that has it. */
export function proofCommand(
  registration: Registration,
  deadline: number,
  keyFile: string,
): string {
  return [
    "npm run --silent foedus -- node proof",
    `--key-file ${quoteForShell(keyFile)}`,
    `--organisation ${registration.organisation}`,
    `--network ${registration.network}`,
    `--kind ${registration.kind}`,
    `--nonce ${registration.nonce}`,
    `--registry ${registration.registry}`,
    `--chain ${registration.chainId}`,
    `--deadline ${deadline}`,
  ].join(" ");
}

/** The digest that `INodeRegistry.registerNode` recovers the node's address from. */
export function registrationDigest(
  registration: Registration,
  publicKey: `0x${string}`,
  deadline: number,
): `0x${string}` {
  return hashTypedData(
    nodeRegistrationTypedData(registration.chainId, registration.registry, {
      organisation: registration.organisation,
      network: registration.network,
      kind: nodeKinds.indexOf(registration.kind),
      node: nodeId(publicKey),
      nonce: registration.nonce,
      deadline,
    }),
  );
}

/** A value of the registration that the signer seems to have had different. */
export type DifferentValue =
  | { field: "organisation"; signed: `0x${string}` }
  | { field: "network"; signed: bigint }
  | { field: "kind"; signed: NodeKind }
  | { field: "nonce"; signed: bigint };

export type ProofProblem =
  | { problem: "empty" }
  | { problem: "not-json" }
  | { problem: "missing-field"; field: keyof ProofOutput }
  | { problem: "public-key-differs"; given: string; expected: string }
  | { problem: "signature-length"; bytes: number }
  | { problem: "deadline-passed"; deadline: number; clock: number }
  | { problem: "signature-malformed" }
  /** Made by the right key, but over another value. */
  | ({ problem: "signed-for-other" } & DifferentValue)
  | { problem: "wrong-signer"; recovered: `0x${string}`; expected: `0x${string}` };

export type ProofResult = { ok: true; output: ProofOutput } | ({ ok: false } & ProofProblem);

export interface ProofExpectation {
  registration: Registration;
  publicKey: `0x${string}`;
  /** Present timepoint of the chain. */
  clock: number;
  /** Organisations and networks that the signer may have meant instead. */
  otherOrganisations?: readonly `0x${string}`[];
  otherNetworks?: readonly bigint[];
}

/** Checks what the operator pasted, so that a mistake shows here and not in a failed transaction. */
export async function checkProof(text: string, expected: ProofExpectation): Promise<ProofResult> {
  const read = readProofOutput(text);
  if (!read.ok) return read;
  const { output } = read;
  if (output.publicKey !== expected.publicKey) {
    return {
      ok: false,
      problem: "public-key-differs",
      given: output.publicKey,
      expected: expected.publicKey,
    };
  }
  const bytes = (output.proof.length - 2) / 2;
  if (bytes !== 65) return { ok: false, problem: "signature-length", bytes };
  if (output.deadline <= expected.clock) {
    return {
      ok: false,
      problem: "deadline-passed",
      deadline: output.deadline,
      clock: expected.clock,
    };
  }

  const address = nodeAddress(expected.publicKey);
  const recovered = await recover(expected.registration, output);
  if (recovered === null || hasHighS(output.proof))
    return { ok: false, problem: "signature-malformed" };
  if (recovered === address) return { ok: true, output };

  for (const [different, registration] of alternatives(expected)) {
    if ((await recover(registration, output)) === address)
      return { ok: false, problem: "signed-for-other", ...different };
  }
  return { ok: false, problem: "wrong-signer", recovered, expected: address };
}

/** Finds the line of JSON, also when the terminal's prompt or a log was copied along. */
function readProofOutput(
  text: string,
): { ok: true; output: ProofOutput } | ({ ok: false } & ProofProblem) {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, problem: "empty" };
  const object = /\{[^{}]*\}/.exec(trimmed);
  let fields: Partial<Record<keyof ProofOutput, unknown>>;
  try {
    fields = JSON.parse(object?.[0] ?? "") as typeof fields;
  } catch {
    return { ok: false, problem: "not-json" };
  }
  const { publicKey, deadline, proof } = fields;
  if (!isHex(publicKey)) return { ok: false, problem: "missing-field", field: "publicKey" };
  if (typeof deadline !== "number" || !Number.isSafeInteger(deadline) || deadline < 0) {
    return { ok: false, problem: "missing-field", field: "deadline" };
  }
  if (!isHex(proof)) return { ok: false, problem: "missing-field", field: "proof" };
  return {
    ok: true,
    output: {
      publicKey: publicKey.toLowerCase() as `0x${string}`,
      deadline,
      proof: proof.toLowerCase() as `0x${string}`,
    },
  };
}

function* alternatives({
  registration,
  otherOrganisations = [],
  otherNetworks = [],
}: ProofExpectation): Generator<[DifferentValue, Registration]> {
  for (const organisation of otherOrganisations) {
    yield [
      { field: "organisation", signed: organisation },
      { ...registration, organisation },
    ];
  }
  for (const kind of nodeKinds) {
    if (kind !== registration.kind)
      yield [
        { field: "kind", signed: kind },
        { ...registration, kind },
      ];
  }
  for (const network of otherNetworks) {
    yield [
      { field: "network", signed: network },
      { ...registration, network },
    ];
  }
  // An old nonce: the proof of an earlier registration. A few are enough, because each one was a transaction.
  for (let back = 1n; back <= 8n && back <= registration.nonce; ++back) {
    const nonce = registration.nonce - back;
    yield [
      { field: "nonce", signed: nonce },
      { ...registration, nonce },
    ];
  }
}

async function recover(
  registration: Registration,
  output: ProofOutput,
): Promise<`0x${string}` | null> {
  try {
    const hash = registrationDigest(registration, output.publicKey, output.deadline);
    const address = await recoverAddress({ hash, signature: output.proof });
    return address.toLowerCase() as `0x${string}`;
  } catch {
    return null;
  }
}

/** The register refuses the second form of a signature, which anybody can compute from the first. */
function hasHighS(proof: `0x${string}`): boolean {
  const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
  return BigInt(`0x${proof.slice(66, 130)}`) > halfOrder;
}

function isHex(value: unknown): value is `0x${string}` {
  return typeof value === "string" && /^0x(?:[0-9a-f]{2})+$/i.test(value);
}

function quoteForShell(text: string): string {
  return /^[\w./~-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
