import { encodeFunctionData, zeroHash } from "viem";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentAnnex, paymentTerms } from "#lib/features/payments/payment.ts";
import type { Payment } from "#lib/index/payments.ts";

import type { Possibility } from "#lib/features/payments/what-can-be-done.ts";

type Hex = `0x${string}`;

/** The call of an action. `hash`: of the document that goes with it, 0 for none. */
export function paymentCall(
  payment: Payment,
  { action, milestone }: Pick<Possibility, "action" | "milestone">,
  amount: bigint,
  hash: Hex,
): { to: Hex; data: Hex } {
  const abi = paymentEscrowAbi;
  const terms = paymentTerms(payment);
  const annex = paymentAnnex(payment);
  const index = BigInt(milestone ?? 0);
  return { to: payment.escrow, data: data() };

  function data(): Hex {
    switch (action) {
      case "capture":
        return encodeFunctionData({
          abi,
          functionName: "capture",
          args: [terms, annex, amount, hash],
        });
      case "void":
        return encodeFunctionData({ abi, functionName: "void", args: [terms] });
      case "refund":
        return encodeFunctionData({ abi, functionName: "refund", args: [terms, amount, hash] });
      case "reclaim":
        return encodeFunctionData({ abi, functionName: "reclaim", args: [terms] });
      case "deliver":
        return encodeFunctionData({
          abi,
          functionName: "deliverMilestone",
          args: [terms, annex, index, hash],
        });
      case "accept": {
        const state = payment.milestones.find((one) => one.index === milestone);
        const invoice = state?.phase === "open" ? hash : (state?.invoice ?? zeroHash);
        return encodeFunctionData({
          abi,
          functionName: "acceptMilestone",
          args: [terms, annex, index, invoice],
        });
      }
      case "reject":
        return encodeFunctionData({
          abi,
          functionName: "rejectMilestone",
          args: [terms, annex, index, hash],
        });
      case "accept-by-time":
        return encodeFunctionData({
          abi,
          functionName: "acceptMilestoneByTime",
          args: [terms, annex, index],
        });
      case "open-dispute":
        return encodeFunctionData({ abi, functionName: "openDispute", args: [terms, hash] });
      case "offer-settlement":
        return encodeFunctionData({ abi, functionName: "offerSettlement", args: [terms, amount] });
      case "accept-settlement":
        return encodeFunctionData({
          abi,
          functionName: "acceptSettlement",
          args: [terms, annex, payment.dispute?.offer ?? 0n],
        });
      case "decide":
        return encodeFunctionData({
          abi,
          functionName: "decide",
          args: [terms, annex, amount, hash],
        });
      case "end-dispute":
        return encodeFunctionData({ abi, functionName: "endDispute", args: [terms, annex] });
    }
  }
}
