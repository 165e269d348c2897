import { formatUnits } from "viem";

import { csvLine } from "#lib/ui/csv.ts";

import type { Entry, Statement } from "./statement.ts";
import { iso } from "./iso.ts";

const columns = [
  "entry",
  "type",
  "value_date",
  "kind",
  "credit",
  "debit",
  "information",
  "balance",
  "currency",
  "fee",
  "counterparty",
  "debtor",
  "ultimate_debtor",
  "about",
  "about_id",
  "order_reference",
  "payment_reference",
  "invoice",
  "transaction",
  "block",
  "log_index",
] as const;

type Line = Partial<Record<(typeof columns)[number], string | number | null>>;

/**
 * For spreadsheets: the opening balance, a line for each entry, the closing balance. Amounts are decimal numbers of the token with all its
 * digits; opening plus credits less debits is closing.
 */
export function statementCsv(statement: Statement): string {
  const { account, asOf, period, opening, closing, entries } = statement;
  const { symbol, decimals } = account.token;
  const money = (amount: bigint) => fixed(amount, decimals);
  const common = { currency: symbol };
  const about = { about: account.kind, about_id: account.id };
  const lines: Line[] = [
    {
      ...common,
      ...about,
      type: "opening",
      value_date: period.from === null ? null : iso(period.from),
      balance: money(opening),
    },
    ...entries.map((entry) => ({ ...common, ...entryLine(entry, money) })),
    {
      ...common,
      ...about,
      type: "closing",
      value_date: iso(Math.min(period.to ?? asOf.time, asOf.time)),
      balance: money(closing),
      block: asOf.block,
    },
  ];
  return [columns, ...lines.map((line) => columns.map((column) => line[column] ?? null))]
    .map(csvLine)
    .join("");
}

function entryLine(entry: Entry, money: (amount: bigint) => string): Line {
  const { effect, amount, balance, fee, reference } = entry;
  return {
    entry: entry.id,
    type: "entry",
    value_date: iso(entry.time),
    kind: entry.kind,
    [effect]: money(amount),
    balance: money(balance),
    fee: fee === null ? null : money(fee),
    counterparty: entry.counterparty,
    debtor: entry.debtor,
    ultimate_debtor: entry.ultimateDebtor,
    about: reference?.kind ?? null,
    about_id: reference?.id ?? null,
    order_reference: entry.orderReference,
    payment_reference: entry.paymentReference,
    invoice: entry.invoice,
    transaction: entry.transaction,
    block: entry.block,
    log_index: entry.logIndex,
  };
}

/** A decimal number with all digits that the token has. */
export function fixed(amount: bigint, decimals: number): string {
  const [whole = "0", fraction = ""] = formatUnits(amount, decimals).split(".");
  return decimals === 0 ? whole : `${whole}.${fraction.padEnd(decimals, "0")}`;
}
