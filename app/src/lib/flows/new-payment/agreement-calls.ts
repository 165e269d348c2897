import { encodeFunctionData, erc20Abi, parseSignature, zeroHash } from "viem";

import { euroTokenAbi } from "#generated/contracts/EuroToken.ts";
import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { subscriptionsAbi } from "#generated/contracts/Subscriptions.ts";
import type { SubscriptionTerms } from "#lib/features/payments/payment.ts";

import type { Agreement } from "./agreement.ts";

import { amountOf, contractOf, type PaymentContracts, type SignedAgreement } from "./statements.ts";

type Hex = `0x${string}`;
interface Call {
  to: Hex;
  data: Hex;
}

/** Lets a contract take so much of the sender's token. */
export function approveCall(token: Hex, spender: Hex, amount: bigint): Call {
  const data = encodeFunctionData({
    abi: erc20Abi,
    functionName: "approve",
    args: [spender, amount],
  });
  return { to: token, data };
}

/** Brings an agreement by its payer, whose approval the contract has. */
export function agreeCall(agreement: Agreement, contracts: PaymentContracts, invoice: Hex): Call {
  return { to: contractOf(agreement, contracts), data: data() };

  function data(): Hex {
    switch (agreement.kind) {
      case "payment": {
        const { terms, annex, atOnce } = agreement;
        return atOnce
          ? encodeFunctionData({
              abi: paymentEscrowAbi,
              functionName: "charge",
              args: [terms, annex, invoice],
            })
          : encodeFunctionData({
              abi: paymentEscrowAbi,
              functionName: "authorise",
              args: [terms, annex],
            });
      }
      case "stream":
        return encodeFunctionData({
          abi: paymentStreamsAbi,
          functionName: "open",
          args: [agreement.terms, agreement.deposit],
        });
      case "subscription":
        return encodeFunctionData({
          abi: subscriptionsAbi,
          functionName: "subscribe",
          args: [agreement.terms],
        });
    }
  }
}

/** Brings an agreement by its payer, with the approval that it signed until `deadline`; null for one that takes no such approval. */
export function agreeWithPermitCall(
  agreement: Agreement,
  contracts: PaymentContracts,
  deadline: bigint,
  signature: Hex,
): Call | null {
  const { r, s, v, yParity } = parseSignature(signature);
  const permit = [deadline, Number(v ?? BigInt(yParity + 27)), r, s] as const;
  const to = contractOf(agreement, contracts);
  if (agreement.kind === "payment" && !agreement.atOnce) {
    const { terms, annex } = agreement;
    return {
      to,
      data: encodeFunctionData({
        abi: paymentEscrowAbi,
        functionName: "authoriseWithPermit",
        args: [terms, annex, ...permit],
      }),
    };
  }
  if (agreement.kind !== "stream") return null;
  return {
    to,
    data: encodeFunctionData({
      abi: paymentStreamsAbi,
      functionName: "openWithPermit",
      args: [agreement.terms, amountOf(agreement), ...permit],
    }),
  };
}

/** Brings what a payer signed. */
export function bringCall(
  { agreement, bringBy, signature }: SignedAgreement,
  contracts: PaymentContracts,
): Call {
  const to = contractOf(agreement, contracts);
  // From any time on, up to the second before this one.
  const valid = [0n, BigInt(bringBy) + 1n] as const;
  switch (agreement.kind) {
    case "payment": {
      const { terms, annex, atOnce } = agreement;
      const abi = paymentEscrowAbi;
      const data = atOnce
        ? encodeFunctionData({
            abi,
            functionName: "chargeWithAuthorization",
            args: [terms, annex, zeroHash, ...valid, signature],
          })
        : encodeFunctionData({
            abi,
            functionName: "authoriseWithAuthorization",
            args: [terms, annex, ...valid, signature],
          });
      return { to, data };
    }
    case "stream": {
      const { terms, deposit } = agreement;
      const data = encodeFunctionData({
        abi: paymentStreamsAbi,
        functionName: "openWithAuthorization",
        args: [terms, deposit, ...valid, signature],
      });
      return { to, data };
    }
    case "subscription": {
      const data = encodeFunctionData({
        abi: subscriptionsAbi,
        functionName: "subscribeWithSignature",
        args: [agreement.terms, signature],
      });
      return { to, data };
    }
  }
}

/** Cancels a subscription that its payer signed, before it begins. */
export function cancelSignedCall(
  terms: SubscriptionTerms,
  { Subscriptions }: PaymentContracts,
): Call {
  const data = encodeFunctionData({
    abi: subscriptionsAbi,
    functionName: "cancel",
    args: [terms],
  });
  return { to: Subscriptions, data };
}

/** Takes back what a payer signed, by its second signature over the same nonce. */
export function takeBackCall(token: Hex, payer: Hex, nonce: Hex, signature: Hex): Call {
  const data = encodeFunctionData({
    abi: euroTokenAbi,
    functionName: "cancelAuthorization",
    args: [payer, nonce, signature],
  });
  return { to: token, data };
}
