import { iso, isoOrNull } from "./iso.ts";
import type { Statement } from "./statement.ts";

/** For programs: amounts are units of the token, in decimal digits. */
export function statementJson(statement: Statement) {
  const { account, period, asOf, opening, closing, entries, totals } = statement;
  const total = ({ count, amount }: { count: number; amount: bigint }) => ({
    count,
    amount: String(amount),
  });
  return {
    account: { kind: account.kind, id: account.id, holder: account.holder },
    token: account.token,
    period: { from: isoOrNull(period.from), to: isoOrNull(period.to) },
    asOf: { block: asOf.block, time: iso(asOf.time) },
    openingBalance: String(opening),
    closingBalance: String(closing),
    totals: { credit: total(totals.credit), debit: total(totals.debit) },
    entries: entries.map(({ amount, fee, balance, time, ...entry }) => ({
      ...entry,
      amount: String(amount),
      fee: fee === null ? null : String(fee),
      balance: String(balance),
      valueDate: iso(time),
    })),
  };
}
