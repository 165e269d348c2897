import type { PaymentLogRow, StreamLogRow, SubscriptionLogRow } from "#lib/index/statements.ts";

import type { Hex, Movement } from "./statement.ts";

/** Whom a payment, a stream or a subscription names. */
export interface Parties {
  payer: Hex;
  payee: Hex;
  orderReference: Hex | null;
}

/**
 * What moved into and out of what the escrow holds for a payment.
 * @param funder Whose money was authorised, as the token says; null where the token does not say.
 */
export function paymentMovements(
  id: Hex,
  { payer, payee, orderReference }: Parties,
  rows: readonly PaymentLogRow[],
  funder: Hex | null,
): Movement[] {
  return rows.flatMap((row): Movement[] => {
    const common = {
      ...placeOf(row),
      debtor: null,
      ultimateDebtor: null,
      fee: null,
      invoice: null,
      reference: { kind: "payment", id },
      orderReference,
      paymentReference: null,
    } as const;
    const back = { ...common, effect: "debit", counterparty: payer } as const;
    switch (row.__typename) {
      case "PaymentAuthorised":
        return [
          {
            ...common,
            ...paidBy(funder, payer),
            kind: "authorised",
            effect: "credit",
            amount: row.amount,
          },
        ];
      case "PaymentCaptured": {
        const { amount, fee, invoice } = row;
        return [
          {
            ...common,
            kind: "captured",
            effect: "debit",
            amount,
            fee,
            counterparty: payee,
            invoice,
          },
        ];
      }
      case "PaymentVoided":
        return [{ ...back, kind: "voided", amount: row.amount }];
      case "PaymentReclaimed":
        return [{ ...back, kind: "reclaimed", amount: row.amount }];
      case "PaymentRefunded":
        return [
          {
            ...back,
            ...paidBy(row.actor, payee),
            counterparty: payer,
            kind: "refunded",
            effect: "information",
            amount: row.amount,
            invoice: row.creditNote,
          },
        ];
      case "DisputeSettled": {
        const { payeeAmount, payerAmount, fee } = row;
        return [
          { ...back, kind: "settled", amount: payerAmount },
          {
            ...common,
            kind: "settled",
            effect: "debit",
            amount: payeeAmount,
            fee,
            counterparty: payee,
          },
        ].filter(({ amount }) => amount > 0n) as Movement[];
      }
      default:
        return [];
    }
  });
}

/** What moved into and out of what is held for a stream. */
export function streamMovements(
  id: Hex,
  { payer, payee, orderReference, sponsor }: Parties & { sponsor: Hex | null },
  rows: readonly StreamLogRow[],
): Movement[] {
  return rows.flatMap((row): Movement[] => {
    const common = {
      ...placeOf(row),
      debtor: null,
      ultimateDebtor: null,
      fee: null,
      invoice: null,
      reference: { kind: "stream", id },
      orderReference,
      paymentReference: null,
    } as const;
    const put = (amount: bigint, by: Hex, kind: "opened" | "topped-up"): Movement => ({
      ...common,
      ...paidBy(by, payer),
      kind,
      effect: "credit",
      amount,
    });
    const paid = (
      { toPayee, fee }: { toPayee: bigint; fee: bigint },
      kind: "withdrawn" | "ended",
    ): Movement => ({
      ...common,
      kind,
      effect: "debit",
      amount: toPayee + fee,
      fee,
      counterparty: payee,
    });
    const movements = (() => {
      switch (row.__typename) {
        case "StreamOpened":
          return [put(row.deposited, sponsor ?? payer, "opened")];
        case "StreamToppedUp":
          return [put(row.amount, row.actor, "topped-up")];
        case "StreamWithdrawn":
          return [paid(row, "withdrawn")];
        case "StreamEnded":
          return [
            paid(row, "ended"),
            {
              ...common,
              kind: "ended",
              effect: "debit",
              amount: row.toPayer,
              counterparty: payer,
            } as const,
          ];
        default:
          return [];
      }
    })();
    return movements.filter(({ amount }) => amount > 0n);
  });
}

/** What was collected for a subscription; each time it went from the payer to the payee, less the fee. */
export function subscriptionMovements(
  id: Hex,
  { payer, orderReference }: Parties,
  rows: readonly SubscriptionLogRow[],
): Movement[] {
  return rows.flatMap((row): Movement[] =>
    row.__typename === "SubscriptionCollected"
      ? [
          {
            ...placeOf(row),
            ...paidBy(payer, payer),
            kind: "collected",
            effect: "credit",
            amount: row.amount,
            fee: row.fee,
            reference: { kind: "subscription", id },
            invoice: row.invoice,
            orderReference,
            paymentReference: null,
          },
        ]
      : [],
  );
}

/** Who paid, and for whom, where something came from the one and was the other's to pay. */
export function paidBy(debtor: Hex | null, owing: Hex | null) {
  const ultimateDebtor = owing === debtor ? null : owing;
  return { counterparty: debtor, debtor, ultimateDebtor };
}

interface Placed {
  transaction: Hex;
  logIndex: number;
  block: number;
  timestamp: number;
}

export function placeOf({ transaction, logIndex, block, timestamp }: Placed) {
  return { transaction, logIndex, block, time: timestamp };
}
