import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type ContractFunctionArgs,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  zeroHash,
} from "viem";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { subscriptionsAbi } from "#generated/contracts/Subscriptions.ts";

/** What the contracts of payments take with every call: as `IPaymentEscrow`, `IPaymentStreams` and `ISubscriptions` describe it. */
type Escrowed = ContractFunctionArgs<typeof paymentEscrowAbi, "nonpayable", "authorise">;
export type EscrowTerms = Escrowed[0];
export type EscrowAnnex = Escrowed[1];
export type StreamTerms = ContractFunctionArgs<typeof paymentStreamsAbi, "nonpayable", "end">[0];
export type SubscriptionTerms = ContractFunctionArgs<
  typeof subscriptionsAbi,
  "nonpayable",
  "cancel"
>[0];

/** What payer and payee agree on, before any contract knows it. */
export type Agreement =
  /** `atOnce`: captured as it is authorised. */
  | { kind: "payment"; terms: EscrowTerms; annex: EscrowAnnex; atOnce: boolean }
  /** `deposit`: what the payer puts in as it opens. */
  | { kind: "stream"; terms: StreamTerms; deposit: bigint }
  | { kind: "subscription"; terms: SubscriptionTerms };

export const emptyAnnex: EscrowAnnex = {
  shares: [],
  milestones: [],
  officials: [],
  twoPersonAbove: 0n,
  review: 0,
};

/** What the terms name of an annex: 0 for an empty one. */
export function annexHash(annex: EscrowAnnex): Hex {
  const isEmpty =
    annex.shares.length + annex.milestones.length + annex.officials.length === 0 &&
    annex.twoPersonAbove === 0n &&
    annex.review === 0;
  if (isEmpty) return zeroHash;
  const [, parameter] = inputsOf(paymentEscrowAbi, "authorise");
  return keccak256(encodeAbiParameters([parameter!], [annex]));
}

/** Id under which the contract at an address of a chain will know the agreement. */
export function agreementId(agreement: Agreement, chainId: number, contract: Hex): Hex {
  const [parameter] = inputsOf(...viewOfId[agreement.kind]);
  const encoded = encodeAbiParameters(
    [{ type: "uint256" }, { type: "address" }, parameter!],
    [BigInt(chainId), contract, agreement.terms],
  );
  return keccak256(encoded);
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

function inputsOf(abi: Abi, name: string): readonly AbiParameter[] {
  const found = abi.find(
    (entry): entry is AbiFunction => entry.type === "function" && entry.name === name,
  );
  return found?.inputs ?? [];
}
