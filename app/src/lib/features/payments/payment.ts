import type { ContractFunctionArgs } from "viem";
import { zeroAddress, zeroHash } from "viem";

import type { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import type { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import type { subscriptionsAbi } from "#generated/contracts/Subscriptions.ts";
import type { Payment, PaymentStream, PaymentSubscription } from "#lib/index/payments.ts";

/** What every call of the escrow asks for. */
export type Terms = ContractFunctionArgs<typeof paymentEscrowAbi, "pure" | "view", "paymentId">[0];
/** What calls of the escrow ask for beside the terms. */
export type Annex = ContractFunctionArgs<typeof paymentEscrowAbi, "nonpayable", "authorise">[1];
export type StreamTerms = ContractFunctionArgs<typeof paymentStreamsAbi, "view", "streamId">[0];
export type SubscriptionTerms = ContractFunctionArgs<
  typeof subscriptionsAbi,
  "view",
  "subscriptionId"
>[0];

/** Steps of a history that a page shows at most: the oldest; statements have all of them. */
export const stepsShown = 500;

export const paymentPath = (id: string) => `/payments/${id}`;
export const streamPath = (id: string) => `/payments/streams/${id}`;
export const subscriptionPath = (id: string) => `/payments/subscriptions/${id}`;

/** The terms as they were agreed: their hash is the id of the payment. */
export function paymentTerms(payment: Payment): Terms {
  const { payer, payee, token, amount, authoriseBy, captureBy, refundBy, fee } = payment;
  const { arbitration, silence, salt } = payment;
  return {
    payer,
    payee,
    token,
    amount,
    operator: payment.operator ?? zeroAddress,
    authoriseBy,
    captureBy,
    refundBy,
    fee,
    arbiter: payment.arbiter ?? zeroAddress,
    arbitration,
    silence,
    annex: payment.annex ?? zeroHash,
    orderReference: payment.orderReference ?? zeroHash,
    salt,
  };
}

/** The annex as it was agreed; empty where there is none. */
export function paymentAnnex(payment: Payment): Annex {
  const { shares, milestones, officials, twoPersonAbove, review } = payment;
  return {
    shares,
    milestones: milestones.map(({ amount }) => amount),
    officials,
    twoPersonAbove,
    review,
  };
}

/** The terms of a stream as they were agreed: their hash is its id. */
export function streamTerms(stream: PaymentStream): StreamTerms {
  const { payer, payee, token, amountPerPeriod, period, cap, from, until, feeBps, salt } = stream;
  return {
    payer,
    payee,
    sponsor: stream.sponsor ?? zeroAddress,
    token,
    amountPerPeriod,
    period,
    cap,
    from,
    until,
    feeBps,
    orderReference: stream.orderReference ?? zeroHash,
    meter: stream.meter ?? zeroAddress,
    meterSubject: stream.meterSubject ?? zeroHash,
    salt,
  };
}

/** The terms of a subscription as they were agreed: their hash is its id. */
export function subscriptionTerms(subscription: PaymentSubscription): SubscriptionTerms {
  const { payer, payee, token, amountPerPeriod, period, from, until } = subscription;
  const { grace, feeBps, salt } = subscription;
  return {
    payer,
    payee,
    token,
    amountPerPeriod,
    period,
    from,
    until,
    grace,
    feeBps,
    orderReference: subscription.orderReference ?? zeroHash,
    salt,
  };
}
