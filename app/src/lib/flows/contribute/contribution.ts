import { encodeFunctionData, erc20Abi } from "viem";

import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import type { ContributionRow } from "#lib/features/treasury/contributions.ts";
import { readAmount } from "#lib/ui/amount-text.ts";
import type { Currency } from "#lib/ui/money.ts";

type Hex = `0x${string}`;
type Call = { to: Hex; data: Hex };

/** What somebody has of the token, and lets the treasury take of it; null while nobody knows. */
export interface Means {
  balance: bigint;
  allowance: bigint;
}

export type ContributionProblem =
  | { problem: "no-member" | "missing" | "malformed" | "zero" | "nothing-owed" }
  | { problem: "above-owed" | "above-balance"; most: bigint };

/** What is wrong with a contribution; null where it would go through. @param row Of the member for whom is paid. */
export function contributionProblem(
  text: string,
  row: Pick<ContributionRow, "left"> | undefined,
  means: Means | null,
  currency: Currency | null,
): ContributionProblem | null {
  if (!row) return { problem: "no-member" };
  if (row.left === 0n) return { problem: "nothing-owed" };
  if (text.trim() === "") return { problem: "missing" };
  const amount = readAmount(text, currency?.decimals ?? 0);
  if (amount === null) return { problem: "malformed" };
  if (amount === 0n) return { problem: "zero" };
  if (amount > row.left) return { problem: "above-owed", most: row.left };
  return means && amount > means.balance ? { problem: "above-balance", most: means.balance } : null;
}

/** The treasury takes a contribution only from who has let it: first this, then the contribution. */
export type ContributionStep = "approve" | "contribute";

/** What is to be done next; null while nobody knows what the treasury may take. */
export function nextStep(amount: bigint, means: Means | null): ContributionStep | null {
  if (!means) return null;
  return means.allowance < amount ? "approve" : "contribute";
}

/** Lets the treasury take exactly the contribution. */
export function approveCall(token: Hex, treasury: Hex, amount: bigint): Call {
  const args = [treasury, amount] as const;
  return {
    to: token,
    data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args }),
  };
}

export function contributeCall(treasury: Hex, call: Hex, member: Hex, amount: bigint): Call {
  const args = [call, member, amount] as const;
  return {
    to: treasury,
    data: encodeFunctionData({ abi: treasuryAbi, functionName: "contribute", args }),
  };
}
