/**
 * A statement of an account: what it held, what came and went one by one, and what it held then. Amounts are units of the token, times
 * seconds since 1970.
 */

export type Hex = `0x${string}`;

/** What an entry is about. */
export interface Reference {
  kind: "payment" | "stream" | "subscription" | "budget-line" | "contribution-call";
  id: Hex;
}

/** Why something moved. */
export const entryKinds = [
  "authorised",
  "captured",
  "voided",
  "reclaimed",
  "refunded",
  "settled",
  "opened",
  "topped-up",
  "withdrawn",
  "ended",
  "collected",
  "claimed",
  "paid",
  "contributed",
  "minted",
  "redeemed",
  "transferred",
] as const;

export type EntryKind = (typeof entryKinds)[number];

/** How a statement can be written. */
export const statementFormats = ["json", "csv", "camt"] as const;

export type StatementFormat = (typeof statementFormats)[number];

export interface Movement {
  kind: EntryKind;
  /**
   * `credit` adds to the balance and `debit` takes from it. `information` moved elsewhere and is told because it belongs to the matter:
   * what a payee gives back goes to the payer directly.
   */
  effect: "credit" | "debit" | "information";
  /** Above 0. */
  amount: bigint;
  /** Part of the amount that went to the receiver of fees; null where none is taken. */
  fee: bigint | null;
  /** From whom it came or to whom it went; null for nobody, as where money is minted. */
  counterparty: Hex | null;
  /** Who paid, where that is not the account: the counterparty of a credit, or who gave what moved elsewhere; null where nobody can be named. */
  debtor: Hex | null;
  /** In whose place it was paid; null where somebody paid what was its own to pay. */
  ultimateDebtor: Hex | null;
  reference: Reference | null;
  /** Hash of the invoice or of the credit note. */
  invoice: Hex | null;
  /** Purchase order or contract. */
  orderReference: Hex | null;
  /** What somebody else calls it: the treasury, or the issuer. */
  paymentReference: Hex | null;
  transaction: Hex;
  logIndex: number;
  block: number;
  time: number;
}

export interface Entry extends Movement {
  /** Unique in all statements of the same account: transaction, log index, and a count where one log moves money twice. */
  id: string;
  /** After it. */
  balance: bigint;
}

export interface Account {
  /**
   * What is in the balance: money that a contract holds for a payment or a stream, money that an account has, and for a subscription, for
   * which nobody holds anything, what was collected so far.
   */
  kind: "payment" | "stream" | "subscription" | "account";
  /** Id of the payment, stream or subscription, or address. */
  id: Hex;
  /** Contract that holds or moves the money, or whose token the account has. */
  holder: Hex;
  token: Token;
}

export interface Token {
  address: Hex;
  symbol: string;
  decimals: number;
}

/** From the first moment to before the second; null for no bound. */
export interface Period {
  from: number | null;
  to: number | null;
}

export interface Statement {
  account: Account;
  period: Period;
  /** The block that everything is read as of. */
  asOf: { block: number; time: number };
  opening: bigint;
  closing: bigint;
  entries: readonly Entry[];
  totals: Record<"credit" | "debit", { count: number; amount: bigint }>;
}

/** What moved does not lead from the opening balance to what is held: the index must not be believed. */
export class StatementUnbalanced extends Error {
  override readonly name = "StatementUnbalanced";
}

/**
 * Counts what moved, in the order of the chain, from one balance to the other.
 * @param closing What was held after the last movement, by another source than the movements.
 * @throws StatementUnbalanced
 */
export function balanced(
  frame: Pick<Statement, "account" | "period" | "asOf">,
  opening: bigint,
  movements: readonly Movement[],
  closing: bigint,
): Statement {
  const totals = { credit: { count: 0, amount: 0n }, debit: { count: 0, amount: 0n } };
  let balance = opening;
  let last = { log: "", count: 0 };
  const entries = movements.map((movement): Entry => {
    const { effect, amount, transaction, logIndex } = movement;
    if (effect !== "information") {
      balance += effect === "credit" ? amount : -amount;
      totals[effect].count += 1;
      totals[effect].amount += amount;
      if (balance < 0n)
        throw new StatementUnbalanced(`Less than nothing is left by ${transaction}.`);
    }
    const log = `${transaction}-${logIndex}`;
    last = { log, count: last.log === log ? last.count + 1 : 0 };
    return { ...movement, id: last.count === 0 ? log : `${log}-${last.count}`, balance };
  });
  if (balance !== closing) {
    throw new StatementUnbalanced(
      `${frame.account.kind} ${frame.account.id}: the entries lead to ${balance}, and ${closing} is held.`,
    );
  }
  return { ...frame, opening, closing, entries, totals };
}
