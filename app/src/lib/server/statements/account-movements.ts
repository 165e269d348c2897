import type { Reasons, TransferRow } from "#lib/index/statements.ts";

import { paidBy, placeOf } from "./custody-movements.ts";
import type { EntryKind, Hex, Movement, Reference } from "./statement.ts";

const zero: Hex = `0x${"0".repeat(40)}`;

/** What a contract said about money, beside the transfers that it made. */
interface Reason {
  emitter: Hex;
  transaction: Hex;
  logIndex: number;
  kind: EntryKind;
  reference: Reference | null;
  invoice: Hex | null;
  orderReference: Hex | null;
  paymentReference: Hex | null;
  /** Whose it was to pay, whoever did; null where nobody can pay for somebody else. */
  owing: Hex | null;
  /** Whose transfers it explains; null for those from or to the contract that spoke. */
  parties: readonly Hex[] | null;
}

const paymentKinds = {
  PaymentAuthorised: "authorised",
  PaymentCaptured: "captured",
  PaymentVoided: "voided",
  PaymentReclaimed: "reclaimed",
  PaymentRefunded: "refunded",
  DisputeSettled: "settled",
} as const satisfies Record<string, EntryKind>;

const streamKinds = {
  StreamOpened: "opened",
  StreamToppedUp: "topped-up",
  StreamWithdrawn: "withdrawn",
  StreamEnded: "ended",
} as const satisfies Record<string, EntryKind>;

/** What was said before the transfers that it explains, and after. */
function reasonsIn(read: Reasons): { before: Reason[]; after: Reason[] } {
  const none = {
    reference: null,
    invoice: null,
    orderReference: null,
    paymentReference: null,
    owing: null,
    parties: null,
  };
  const before = [
    ...read.payments.flatMap((row): Reason[] => {
      if (!isOf(row, paymentKinds)) return [];
      const { id, payer, payee, orderReference } = row.payment;
      return [
        {
          ...none,
          ...row,
          kind: paymentKinds[row.__typename],
          reference: { kind: "payment", id },
          orderReference,
          invoice:
            row.__typename === "PaymentCaptured"
              ? row.invoice
              : row.__typename === "PaymentRefunded"
                ? row.creditNote
                : null,
          owing:
            row.__typename === "PaymentAuthorised"
              ? payer
              : row.__typename === "PaymentRefunded"
                ? payee
                : null,
          // Between the two, past the escrow.
          parties: row.__typename === "PaymentRefunded" ? [payer, payee] : null,
        },
      ];
    }),
    ...read.streams.flatMap((row): Reason[] => {
      if (!isOf(row, streamKinds)) return [];
      const { id, payer, orderReference } = row.stream;
      const kind = streamKinds[row.__typename];
      const reference = { kind: "stream", id } as const;
      const owing = kind === "opened" || kind === "topped-up" ? payer : null;
      return [{ ...none, ...row, kind, reference, orderReference, owing }];
    }),
    ...read.collections.flatMap(({ subscription, ...row }): Reason[] => {
      if (subscription === null) return [];
      const { id, payer, orderReference } = subscription;
      const reference = { kind: "subscription", id } as const;
      return [{ ...none, ...row, kind: "collected", reference, orderReference, parties: [payer] }];
    }),
    ...read.claims.map((row): Reason => ({ ...none, ...row, kind: "claimed" })),
    ...read.spendings.map(({ line: { id }, ...row }): Reason => ({
      ...none,
      ...row,
      kind: "paid",
      reference: { kind: "budget-line", id },
    })),
    ...read.contributions.map(({ call: { id }, ...row }): Reason => ({
      ...none,
      ...row,
      kind: "contributed",
      reference: { kind: "contribution-call", id },
    })),
  ];
  const after = [
    ...read.issues.map((row): Reason => ({ ...none, ...row, kind: "minted" })),
    ...read.redemptions.map((row): Reason => ({ ...none, ...row, kind: "redeemed" })),
  ];
  return { before, after };
}

/**
 * What moved into and out of an account, and why. Contracts say first what they pay, and pay then; the token says of minting and burning
 * afterwards. So a transfer belongs to what was said last before it in the same transaction, if the contract that spoke takes part in it.
 */
export function accountMovements(
  account: Hex,
  transfers: readonly TransferRow[],
  read: Reasons,
): Movement[] {
  const { before, after } = reasonsIn(read);
  const saidBefore = byTransaction(before);
  const saidAfter = byTransaction(after);
  return transfers.flatMap((transfer): Movement[] => {
    const { from, to, value, transaction, logIndex, emitter } = transfer;
    if (value === 0n) return [];
    const isIssue = from === zero || to === zero;
    const reason = isIssue
      ? saidAfter
          .get(transaction)
          ?.find((said) => said.logIndex === logIndex + 1 && said.emitter === emitter)
      : saidBefore
          .get(transaction)
          ?.findLast((said) => said.logIndex < logIndex && explains(said, from, to));
    const common = {
      ...placeOf(transfer),
      kind: reason?.kind ?? "transferred",
      amount: value,
      fee: null,
      reference: reason?.reference ?? null,
      invoice: reason?.invoice ?? null,
      orderReference: reason?.orderReference ?? null,
      paymentReference: reason?.paymentReference ?? null,
    };
    const paid = paidBy(orNobody(from), reason?.owing ?? orNobody(from));
    const credit: Movement = { ...common, ...paid, effect: "credit" };
    const debit: Movement = {
      ...common,
      effect: "debit",
      counterparty: orNobody(to),
      debtor: null,
      ultimateDebtor: paid.ultimateDebtor,
    };
    // Who pays to itself gives it first.
    return [...(from === account ? [debit] : []), ...(to === account ? [credit] : [])];
  });
}

/** Whether a row is of one of the types that move money. */
function isOf<Row extends { __typename: string }, Kinds extends object>(
  row: Row,
  kinds: Kinds,
): row is Extract<Row, { __typename: keyof Kinds }> {
  return row.__typename in kinds;
}

function explains({ emitter, parties }: Reason, from: Hex, to: Hex): boolean {
  return parties === null
    ? from === emitter || to === emitter
    : parties.includes(from) || parties.includes(to);
}

function byTransaction(reasons: readonly Reason[]): Map<Hex, Reason[]> {
  const found = new Map<Hex, Reason[]>();
  for (const reason of reasons.toSorted((a, b) => a.logIndex - b.logIndex)) {
    const { transaction } = reason;
    found.set(transaction, [...(found.get(transaction) ?? []), reason]);
  }
  return found;
}

const orNobody = (account: Hex): Hex | null => (account === zero ? null : account);
