import { formatUnits } from "viem";

import { spelledName } from "#lib/chain/register-words.ts";
import type { Decided } from "#lib/index/bodies.ts";
import type { DecidedEntry, FundingEntry, PaymentEntry } from "#lib/index/treasury.ts";
import { csvTime, writeCsv } from "#lib/ui/csv.ts";

import type { Funding } from "./funding.ts";

type Hex = `0x${string}`;

/** Money that left the treasury from a line. Amounts are units of the token, times seconds since 1970. */
export interface LineEntry {
  id: Hex;
  ordinal: bigint;
  time: number;
  transaction: Hex;
  amount: bigint;
  /** What the line had spent in all afterwards. */
  spent: bigint;
  /** Who was paid; null where the call of a contract does not say it. */
  payee: Hex | null;
  /** As the payee knows it; null for none. */
  reference: string | null;
  /** What the members decided on themselves; null where officers paid. */
  decided: Decided | null;
  /** Who proposed it; null when one person paid alone, or the members decided. */
  proposer: Hex | null;
  /** Who confirmed it, or paid alone; the Authority where the members decided. */
  actor: Hex;
  /** Contract through which it was paid; null when it was paid directly. */
  through: Hex | null;
  funding: Funding | null;
}

/** Payments and fundings of a line, the newest first. */
export function lineEntries(
  payments: readonly PaymentEntry[],
  fundings: readonly FundingEntry[],
  decisions: readonly DecidedEntry[],
  read: (funding: Pick<FundingEntry, "target" | "call">) => Funding,
): LineEntry[] {
  const paid = payments.map(({ timestamp, paymentReference, ...payment }): LineEntry => ({
    ...payment,
    time: timestamp,
    reference: paymentReference && spelledName(paymentReference),
    decided: null,
    through: null,
    funding: null,
  }));
  const agreed = decisions.map(({ transaction: decided, ...entry }) => ({
    ...entry,
    transaction: decided.transaction,
    proposer: null,
    decided,
  }));
  const funded = [...fundings.map((entry) => ({ ...entry, decided: null })), ...agreed].map(
    ({ timestamp, target, call, ...entry }): LineEntry => {
      const funding = read({ target, call });
      return {
        ...entry,
        time: timestamp,
        payee: funding.payee,
        reference: null,
        through: target,
        funding,
      };
    },
  );
  return [...paid, ...funded].sort((a, b) => (a.ordinal < b.ordinal ? 1 : -1));
}

const columns = [
  "time",
  "line",
  "kind",
  "payee",
  "amount",
  "currency",
  "spent",
  "reference",
  "proposer",
  "confirmer",
  "decision",
  "through",
  "agreement",
  "transaction",
] as const;

/** The statement of a line for spreadsheets: one line for each entry, the newest first; amounts with a point and all decimals. */
export function entriesCsv(
  entries: readonly LineEntry[],
  line: string,
  { symbol, decimals }: { symbol: string; decimals: number | null },
): string {
  const amount = (units: bigint) => formatUnits(units, decimals ?? 0);
  return writeCsv(
    columns,
    entries.map((entry) => [
      csvTime(entry.time),
      line,
      entry.funding?.kind ?? "payment",
      entry.payee,
      amount(entry.amount),
      decimals === null ? `units of ${symbol}` : symbol,
      amount(entry.spent),
      entry.reference,
      entry.proposer,
      entry.actor,
      entry.decided?.decision?.number ?? null,
      entry.through,
      entry.funding && "id" in entry.funding ? entry.funding.id : null,
      entry.transaction,
    ]),
  );
}
