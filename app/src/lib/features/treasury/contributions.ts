import { formatUnits } from "viem";

import type { ContributionCall, MemberOfCall } from "#lib/index/treasury.ts";
import { writeCsv } from "#lib/ui/csv.ts";

type Hex = `0x${string}`;

/** How a call stands, by the chain's clock. */
export type CallState = "open" | "paid" | "overdue" | "closed";

type Standing = Pick<ContributionCall, "due" | "closedAt">;

/** @param rows Of its members. */
export function callState(
  call: Standing,
  rows: readonly Pick<ContributionRow, "left">[],
  now: number,
): CallState {
  if (call.closedAt !== null) return "closed";
  if (rows.every(({ left }) => left === 0n)) return "paid";
  return now > call.due ? "overdue" : "open";
}

/** What a member owes on a call. Amounts are units of the token. */
export interface ContributionRow {
  account: Hex;
  code: string;
  /** Heads, weight, or units of the edition; 0 for who has none. */
  share: bigint;
  /** total * share / totalShares, rounded up; 0 once the call is closed. */
  owed: bigint;
  paid: bigint;
  left: bigint;
  /** What is left, once it is late; 0 before. */
  arrears: bigint;
  paidAt: number | null;
}

/** Who contributes to a call, in the order of the members' places: all who have a share, and all for whom something was paid. */
export function contributionRows(
  call: Standing &
    Pick<ContributionCall, "key" | "total" | "totalShares" | "edition" | "contributions">,
  members: readonly Pick<MemberOfCall, "account" | "code" | "weightHistory">[],
  now: number,
): ContributionRow[] {
  const decided = new Map(call.edition?.shares.map(({ member, share }) => [member, share]));
  const contributions = new Map(call.contributions.map((one) => [one.member, one]));
  return members.flatMap(({ account, code, weightHistory: [vote] }) => {
    const share = shareBy(call.key, vote, decided.get(account));
    const contribution = contributions.get(account);
    const paid = contribution?.amount ?? 0n;
    if (share === 0n && paid === 0n) return [];
    const owed = call.closedAt === null ? ceilDiv(call.total * share, call.totalShares) : 0n;
    const left = owed > paid ? owed - paid : 0n;
    const arrears = now > call.due ? left : 0n;
    return [
      { account, code, share, owed, paid, left, arrears, paidAt: contribution?.paidAt ?? null },
    ];
  });
}

function shareBy(
  key: ContributionCall["key"],
  vote: { heads: number; weight: bigint } | undefined,
  decided: bigint | undefined,
): bigint {
  switch (key) {
    case "heads":
      return BigInt(vote?.heads ?? 0);
    case "population":
      return vote?.weight ?? 0n;
    case "data":
      return decided ?? 0n;
  }
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return b === 0n ? 0n : (a + b - 1n) / b;
}

/** The contributions to a call for spreadsheets; amounts with a point and all decimals. */
export function contributionsCsv(
  rows: readonly ContributionRow[],
  call: Pick<ContributionCall, "name" | "key" | "totalShares">,
  { symbol, decimals }: { symbol: string; decimals: number | null },
): string {
  const amount = (units: bigint) => formatUnits(units, decimals ?? 0);
  return writeCsv(
    [
      "call",
      "member",
      "account",
      "key",
      "share",
      "ofShares",
      "owed",
      "paid",
      "arrears",
      "currency",
    ],
    rows.map(({ code, account, share, owed, paid, arrears }) => [
      call.name,
      code,
      account,
      call.key,
      share,
      call.totalShares,
      amount(owed),
      amount(paid),
      amount(arrears),
      decimals === null ? `units of ${symbol}` : symbol,
    ]),
  );
}
