import { encodeFunctionData, zeroAddress, zeroHash } from "viem";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import { type Annex, type StreamTerms, streamTerms } from "#lib/features/payments/payment.ts";
import type { PaymentStream } from "#lib/index/payments.ts";
import type { WaitingProposal } from "#lib/index/treasury.ts";

import {
  amountOf,
  chosenStream,
  endOfDay,
  ratePeriods,
  referenceOf,
  refundTerm,
  type SpendContext,
  type SpendDraft,
  type SpendWay,
  termOf,
} from "./spend-draft.ts";

type Hex = `0x${string}`;
type Call = { to: Hex; data: Hex };

const abi = treasuryAbi;

const emptyAnnex: Annex = {
  shares: [],
  milestones: [],
  officials: [],
  twoPersonAbove: 0n,
  review: 0,
};

/** The transaction of a payment that was checked before. @param salt Makes agreements with equal terms different. */
export function spendCall(
  draft: SpendDraft,
  way: SpendWay,
  context: SpendContext,
  salt: bigint,
): Call {
  const { line, addresses } = context;
  const to = addresses.Treasury;
  const amount = amountOf(draft.amount, context) ?? 0n;
  if (draft.kind === "payment") {
    const functionName = way === "alone" ? "pay" : "proposePayment";
    const payee = draft.payee.trim() as Hex;
    const reference = referenceOf(draft.reference) ?? zeroHash;
    return {
      to,
      data: encodeFunctionData({ abi, functionName, args: [line.line, payee, amount, reference] }),
    };
  }
  const functionName = way === "alone" ? "fund" : "proposeFunding";
  const { target, call } = fundingOf(draft, context, amount, salt);
  return {
    to,
    data: encodeFunctionData({ abi, functionName, args: [line.line, target, call, amount] }),
  };
}

/** What the treasury would call, as the payer. */
function fundingOf(
  draft: SpendDraft,
  context: SpendContext,
  amount: bigint,
  salt: bigint,
): { target: Hex; call: Hex } {
  const { addresses, line, fee, now } = context;
  const common = {
    payer: addresses.Treasury,
    payee: draft.payee.trim() as Hex,
    token: line.token.id,
    orderReference: referenceOf(draft.reference) ?? zeroHash,
    salt,
  };
  const stream = chosenStream(draft, context);
  if (draft.kind === "top-up" && stream) {
    const args = [streamTerms(stream), amount] as const;
    return {
      target: addresses.PaymentStreams,
      call: encodeFunctionData({ abi: paymentStreamsAbi, functionName: "topUp", args }),
    };
  }
  if (draft.kind === "service") {
    const terms: StreamTerms = {
      ...common,
      sponsor: zeroAddress,
      amountPerPeriod: amountOf(draft.rate, context) ?? 0n,
      period: ratePeriods[draft.ratePeriod],
      cap: termOf(draft, context) ?? amount,
      from: now,
      until: endOfDay(draft.until) ?? 0,
      feeBps: fee ?? 0,
      meter: addresses.NodeRegistry,
      meterSubject: draft.node as Hex,
    };
    return {
      target: addresses.PaymentStreams,
      call: encodeFunctionData({
        abi: paymentStreamsAbi,
        functionName: "open",
        args: [terms, amount],
      }),
    };
  }
  const captureBy = endOfDay(draft.captureBy) ?? 0;
  const terms = {
    ...common,
    amount,
    operator: draft.operator.trim() as Hex,
    // A second person may confirm until then, and no later than it could be captured.
    authoriseBy: captureBy,
    captureBy,
    refundBy: captureBy + refundTerm,
    fee: fee ?? 0,
    arbiter: zeroAddress,
    arbitration: 0,
    silence: 0,
    annex: zeroHash,
  };
  return {
    target: addresses.PaymentEscrow,
    call: encodeFunctionData({
      abi: paymentEscrowAbi,
      functionName: "authorise",
      args: [terms, emptyAnnex],
    }),
  };
}

/** Confirms exactly what another officer proposed. */
export function confirmCall(treasury: Hex, line: Hex, proposal: WaitingProposal): Call {
  const { target, call, amount, paymentReference } = proposal;
  const data =
    call === null
      ? encodeFunctionData({
          abi,
          functionName: "confirmPayment",
          args: [line, target, amount, paymentReference ?? zeroHash],
        })
      : encodeFunctionData({
          abi,
          functionName: "confirmFunding",
          args: [line, target, call, amount],
        });
  return { to: treasury, data };
}

export function withdrawCall(treasury: Hex, proposal: Hex): Call {
  return {
    to: treasury,
    data: encodeFunctionData({ abi, functionName: "withdrawProposal", args: [proposal] }),
  };
}

/** What the treasury tells a stream that it pays, which costs it nothing. */
export type StreamInstruction = "pause" | "resume" | "end";

export function instructCall(
  { Treasury, PaymentStreams }: Pick<SpendContext["addresses"], "Treasury" | "PaymentStreams">,
  instruction: StreamInstruction,
  stream: PaymentStream,
): Call {
  const call = encodeFunctionData({
    abi: paymentStreamsAbi,
    functionName: instruction,
    args: [streamTerms(stream)],
  });
  return {
    to: Treasury,
    data: encodeFunctionData({ abi, functionName: "instruct", args: [PaymentStreams, call] }),
  };
}

/** Brings in what a contract keeps for the treasury. */
export function collectCall(treasury: Hex, custody: Hex, token: Hex): Call {
  return {
    to: treasury,
    data: encodeFunctionData({ abi, functionName: "collectPayout", args: [custody, token] }),
  };
}
