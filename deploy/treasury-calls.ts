import { toFunctionSelector, type Abi, type AbiFunction, type Hex } from "viem";

import { paymentEscrowAbi } from "../generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "../generated/contracts/PaymentStreams.ts";

/**
 * What the treasury calls of the contracts for payments: it authorises, opens and tops up inside a line of the budget, disputes, pauses and
 * ends. One officer alone could give a payee by a settlement what two officials have to accept: settling is not among them.
 */
const functions = {
  PaymentEscrow: [paymentEscrowAbi, ["authorise", "charge", "openDispute"]],
  PaymentStreams: [paymentStreamsAbi, ["open", "topUp", "pause", "resume", "end"]],
} as const;

export interface TreasuryCall {
  target: keyof typeof functions;
  functionName: string;
  selector: Hex;
}

export const treasuryCalls: TreasuryCall[] = Object.entries(functions).flatMap(
  ([target, [abi, names]]) =>
    (abi as Abi)
      .filter(
        (item): item is AbiFunction =>
          item.type === "function" && (names as readonly string[]).includes(item.name),
      )
      .map((item) => ({
        target: target as TreasuryCall["target"],
        functionName: item.name,
        selector: toFunctionSelector(item),
      })),
);
