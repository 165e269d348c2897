import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  zeroHash,
} from "viem";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { subscriptionsAbi } from "#generated/contracts/Subscriptions.ts";
import {
  type Annex,
  paymentPath,
  streamPath,
  type StreamTerms,
  subscriptionPath,
  type SubscriptionTerms,
  type Terms,
} from "#lib/features/payments/payment.ts";

/** What payer and payee agree on, before any contract knows it. */
export type Agreement =
  /** `atOnce`: captured as it is authorised. */
  | { kind: "payment"; terms: Terms; annex: Annex; atOnce: boolean }
  /** `deposit`: what the payer puts in as it opens. */
  | { kind: "stream"; terms: StreamTerms; deposit: bigint }
  | { kind: "subscription"; terms: SubscriptionTerms };

/** What the terms name of an annex: 0 for an empty one. */
export function annexHash(annex: Annex): Hex {
  const isEmpty =
    annex.shares.length + annex.milestones.length + annex.officials.length === 0 &&
    annex.twoPersonAbove === 0n &&
    annex.review === 0;
  if (isEmpty) return zeroHash;
  return keccak256(encodeAbiParameters([inputOf(paymentEscrowAbi, "authorise", 1)], [annex]));
}

/** Id under which the contract at an address of a chain will know the agreement. */
export function agreementId(agreement: Agreement, chainId: number, contract: Hex): Hex {
  const terms = inputOf(...viewOfId[agreement.kind], 0);
  const encoded = encodeAbiParameters(
    [{ type: "uint256" }, { type: "address" }, terms],
    [BigInt(chainId), contract, agreement.terms],
  );
  return keccak256(encoded);
}

/** The page of what was agreed, by its id. */
export function agreementPath(kind: Agreement["kind"], id: Hex) {
  switch (kind) {
    case "payment":
      return paymentPath(id);
    case "stream":
      return streamPath(id);
    case "subscription":
      return subscriptionPath(id);
  }
}

/** Nonce of a transfer by signature that funds the agreement with this id: the token counts from where its last 64 bits are 0. */
export function fundingNonce(id: Hex): Hex {
  return numberToHex((BigInt(id) >> 64n) << 64n, { size: 32 });
}

const viewOfId: Record<Agreement["kind"], [Abi, string]> = {
  payment: [paymentEscrowAbi, "paymentId"],
  stream: [paymentStreamsAbi, "streamId"],
  subscription: [subscriptionsAbi, "subscriptionId"],
};

function inputOf(abi: Abi, name: string, index: number): AbiParameter {
  const called = abi.find(
    (entry): entry is AbiFunction => entry.type === "function" && entry.name === name,
  );
  const input = called?.inputs[index];
  if (!input) throw new Error(`${name} has no input ${index}.`);
  return input;
}
