import {
  type Address,
  getAddress,
  type Hex,
  isAddress,
  isAddressEqual,
  recoverAddress,
  size,
  stringToBytes,
} from "viem";

import { RelayerProblem } from "./problem.ts";

/** A signed ballot as it is posted, downloaded and submitted: JSON. */
export interface PostedBallot {
  /** The body. */
  council: Address;
  /** In decimal digits. */
  proposalId: string;
  /** 0 against, 1 for, 2 abstain. */
  support: number;
  reason: string;
  /** Account id of the member whose vote it is. */
  member: Address;
  /** Last second since 1970 in which it is counted. */
  deadline: number;
  /** As in ERC-7913: an account, or a verifier and then a key. */
  signer: Hex;
  signature: Hex;
}

/** Characters of a reason, as many as the dApp lets write. */
const longestReason = 1_000;
/** Bytes; a seal of RSA with 8,192 bits needs half of it. */
const longestSigner = 2_048;
/** Bytes; a passkey's signature carries what browser and authenticator said, about 700 bytes. */
const longestSignature = 4_096;

const names = [
  "council",
  "proposalId",
  "support",
  "reason",
  "member",
  "deadline",
  "signer",
  "signature",
] as const;

type Name = (typeof names)[number];

/** Reads a ballot out of JSON; every fault names the value that is wrong. */
export function readBallot(value: unknown): PostedBallot {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw RelayerProblem.of(
      400,
      "RelayerMalformedBallot",
      "The ballot is no JSON object.",
      `Give one object with ${names.join(", ")}.`,
    );
  }
  const given = value as Record<Name, unknown>;
  const stranger = Object.keys(given).find((name) => !(names as readonly string[]).includes(name));
  if (stranger !== undefined) {
    throw RelayerProblem.of(
      400,
      "RelayerMalformedBallot",
      `A ballot has no ${JSON.stringify(stranger.slice(0, 50))}.`,
      `Give ${names.join(", ")}, and nothing else.`,
      { field: stranger.slice(0, 50) },
    );
  }
  return {
    council: address(given, "council"),
    proposalId: proposalId(given),
    support: support(given),
    reason: reason(given),
    member: address(given, "member"),
    deadline: deadline(given),
    signer: bytes(given, "signer", 20, longestSigner),
    signature: bytes(given, "signature", 1, longestSignature),
  };
}

/** The ballot as `ICouncil.castByBallot` takes it. */
export const contractBallot = ({
  member,
  support,
  deadline,
  reason,
  signer,
  signature,
}: PostedBallot) => ({ member, support, deadline, reason, signer, signature });

/**
 * Gas that `castByBallot` may need for a ballot with what it takes to bring it: see BALLOT_GAS in `Council.sol`. An account's own key is
 * judged without a call; about all others the register asks a wallet or a verifier, with a bounded share.
 */
export function gasOf({ reason, signer, signature }: PostedBallot, byOwnKey: boolean): bigint {
  const length = stringToBytes(reason).length + size(signer) + size(signature) + wordBytes;
  return ballotGas + (byOwnKey ? 0n : verificationGas) + gasPerByte * BigInt(length);
}

/** Whether the key of the account that stands as signer has made the signature over the ballot with this digest. */
export async function isSignedByOwnKey(
  { signer, signature }: PostedBallot,
  digest: Hex,
): Promise<boolean> {
  if (size(signer) !== 20 || size(signature) !== 65) return false;
  const recovered = recoverAddress({ hash: digest, signature });
  return await recovered.then(
    (address) => isAddressEqual(address, getAddress(signer)),
    // No point of the curve: whatever it is, it is no signature of a key.
    () => false,
  );
}

/** What a transaction with ballots needs beside them. */
export const batchGas = 120_000n;
const ballotGas = 200_000n;
/** Of what is left, a call gets all but a 64th. */
const verificationGas = (500_000n * 64n) / 63n + 1n;
/** For being brought (16 a byte), copied and hashed, and kept in an event (8). */
const gasPerByte = 40n;
/** Words of the encoding that are the same for every ballot. */
const wordBytes = 512;

function wrong(given: Record<Name, unknown>, name: Name, wanted: string): RelayerProblem {
  const value = given[name];
  const shown = value === undefined ? "missing" : JSON.stringify(value).slice(0, 100);
  return RelayerProblem.of(
    400,
    "RelayerMalformedBallot",
    `The ballot's ${name} is ${shown}.`,
    `Give ${wanted}.`,
    { field: name },
  );
}

function address(given: Record<Name, unknown>, name: "council" | "member"): Address {
  const value = given[name];
  if (typeof value !== "string" || !isAddress(value, { strict: false }))
    throw wrong(given, name, "0x and 40 hexadecimal digits");
  return getAddress(value);
}

function proposalId(given: Record<Name, unknown>): string {
  const value = given.proposalId;
  if (typeof value !== "string" || !/^\d{1,78}$/.test(value) || BigInt(value) >= 2n ** 256n)
    throw wrong(given, "proposalId", "the proposal's id as a text of decimal digits");
  return BigInt(value).toString();
}

function support(given: Record<Name, unknown>): number {
  const value = given.support;
  if (value !== 0 && value !== 1 && value !== 2)
    throw wrong(given, "support", "the number 0 (against), 1 (for) or 2 (abstain)");
  return value;
}

function reason(given: Record<Name, unknown>): string {
  const value = given.reason;
  if (typeof value !== "string" || !value.isWellFormed())
    throw wrong(given, "reason", 'a text; "" for none');
  const { length } = [...value];
  if (length > longestReason) {
    throw RelayerProblem.of(
      400,
      "RelayerMalformedBallot",
      `The reason has ${length} characters.`,
      `Sign a ballot whose reason has ${longestReason} characters at most.`,
      { field: "reason" },
    );
  }
  return value;
}

function deadline(given: Record<Name, unknown>): number {
  const value = given.deadline;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= 2 ** 48)
    throw wrong(given, "deadline", "whole seconds since 1970 as a number");
  return value;
}

function bytes(
  given: Record<Name, unknown>,
  name: "signer" | "signature",
  least: number,
  most: number,
): Hex {
  const value = given[name];
  if (typeof value !== "string" || !/^0x([0-9a-f]{2})*$/i.test(value))
    throw wrong(given, name, "bytes in hexadecimal, beginning with 0x");
  const length = size(value as Hex);
  if (length < least || length > most) {
    throw RelayerProblem.of(
      400,
      "RelayerMalformedBallot",
      `The ballot's ${name} has ${length} bytes.`,
      `Give from ${least} to ${most} bytes.`,
      { field: name },
    );
  }
  return value as Hex;
}
