import { describe, expect, it } from "vitest";

import type { PaymentLogRow, StreamLogRow, TransferRow } from "#lib/index/statements.ts";

import { at, euro, indexOfLogs, type Logs, payee, payer, tokenAt } from "./index-of-logs.ts";
import {
  accountStatement,
  longestStatement,
  paymentStatement,
  streamStatement,
} from "./read-statement.ts";
import type { Hex, Period, Statement } from "./statement.ts";

const id: Hex = `0x${"11".repeat(32)}`;
const invoice: Hex = `0x${"22".repeat(32)}`;
const creditNote: Hex = `0x${"33".repeat(32)}`;
const all: Period = { from: null, to: null };
const head = { number: 100, timestamp: 2_000 };

const payment: PaymentLogRow[] = [
  { __typename: "PaymentAuthorised", ...at(1), amount: 1_000n },
  { __typename: "AnnexAgreed", ...at(1, 1) },
  { __typename: "PaymentCaptured", ...at(2), amount: 300n, fee: 3n, invoice },
  { __typename: "PaymentRefunded", ...at(3), amount: 50n, creditNote },
  { __typename: "DisputeOpened", ...at(4) },
  { __typename: "DisputeSettled", ...at(5), payeeAmount: 200n, payerAmount: 500n, fee: 2n },
];
const heldAt = (block: number) => (block < 1 ? 0n : block < 2 ? 1_000n : block < 5 ? 700n : 0n);

function ask(logs: Partial<Logs>, period: Period = all): Promise<Statement> {
  const { index } = indexOfLogs({ head, payment: { rows: payment, heldAt }, ...logs });
  return paymentStatement({ index, tokenAt }, id, period);
}

const short = ({ entries }: Statement) =>
  entries.map(({ kind, effect, amount, balance }) => [kind, effect, amount, balance]);

function requireBalanced({ opening, closing, entries, totals }: Statement): void {
  const sum = entries.reduce(
    (total, { effect, amount }) =>
      effect === "credit" ? total + amount : effect === "debit" ? total - amount : total,
    opening,
  );
  expect(sum).toBe(closing);
  expect(opening + totals.credit.amount - totals.debit.amount).toBe(closing);
  expect(entries.at(-1)?.balance ?? opening).toBe(closing);
}

describe("the statement of a payment", () => {
  it("leads from nothing to what is held", async () => {
    const statement = await ask({});
    expect(short(statement)).toEqual([
      ["authorised", "credit", 1_000n, 1_000n],
      ["captured", "debit", 300n, 700n],
      ["refunded", "information", 50n, 700n],
      ["settled", "debit", 500n, 200n],
      ["settled", "debit", 200n, 0n],
    ]);
    requireBalanced(statement);
    expect(statement).toMatchObject({
      opening: 0n,
      closing: 0n,
      asOf: { block: 100, time: 2_000 },
    });
    expect(statement.totals).toEqual({
      credit: { count: 1, amount: 1_000n },
      debit: { count: 3, amount: 1_000n },
    });
  });

  it("says of each entry who, by which transaction, with which invoice and order", async () => {
    const { entries } = await ask({});
    expect(entries[1]).toMatchObject({
      counterparty: payee,
      fee: 3n,
      invoice,
      reference: { kind: "payment", id },
      orderReference: `0x${"0d".repeat(32)}`,
      transaction: at(2).transaction,
      block: 2,
      time: 1_020,
    });
    expect(entries[2]).toMatchObject({ counterparty: payer, invoice: creditNote });
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
  });

  it("has of a period what lies in it, and the balances at its ends", async () => {
    const statement = await ask({}, { from: 1_020, to: 1_050 });
    expect(short(statement)).toEqual([
      ["captured", "debit", 300n, 700n],
      ["refunded", "information", 50n, 700n],
    ]);
    expect(statement).toMatchObject({ opening: 1_000n, closing: 700n });
  });

  it.each([
    ["before its beginning", { from: null, to: 1_000 }, 0n],
    ["between two entries", { from: 1_021, to: 1_022 }, 700n],
    ["behind its end", { from: 1_500, to: null }, 0n],
  ] as const)("has the same balance twice for a period %s", async (_, period, balance) => {
    const statement = await ask({}, period);
    expect(statement).toMatchObject({ opening: balance, closing: balance, entries: [] });
  });

  it("is refused where the entries do not lead to what is held", async () => {
    const wrong = {
      rows: payment,
      heldAt: (block: number) => heldAt(block) + (block === 5 ? 1n : 0n),
    };
    await expect(ask({ payment: wrong })).rejects.toThrow(/lead to 0, and 1 is held/);
  });

  it("is refused for a payment that there is not, and while the index has no block", async () => {
    const { index } = indexOfLogs({ head });
    await expect(paymentStatement({ index, tokenAt }, id, all)).rejects.toMatchObject({
      status: 404,
    });
    const silent = { ask: async () => ({ _meta: null }) } as unknown as typeof index;
    await expect(paymentStatement({ index: silent, tokenAt }, id, all)).rejects.toMatchObject({
      status: 503,
    });
  });

  it("knows nothing of a block after the one that it is as of", async () => {
    const statement = await ask({ head: { number: 2, timestamp: 1_020 } });
    expect(short(statement).map(([kind]) => kind)).toEqual(["authorised", "captured"]);
    expect(statement.closing).toBe(700n);
  });
});

describe("the statement of a stream", () => {
  const withdrawals = (count: number): StreamLogRow[] => [
    { __typename: "StreamOpened", ...at(1), deposited: BigInt(10 * count) },
    ...Array.from({ length: count }, (_, i): StreamLogRow => ({
      __typename: "StreamWithdrawn",
      ...at(2 + Math.floor(i / 500), i % 500),
      toPayee: 9n,
      fee: 1n,
    })),
  ];
  const streamOf = (rows: StreamLogRow[]) => ({
    rows,
    heldAt: (block: number) =>
      rows
        .filter((row) => row.block <= block)
        .reduce(
          (held, row) =>
            row.__typename === "StreamOpened"
              ? held + row.deposited
              : row.__typename === "StreamToppedUp"
                ? held + row.amount
                : row.__typename === "StreamWithdrawn"
                  ? held - row.toPayee - row.fee
                  : row.__typename === "StreamEnded"
                    ? held - row.toPayee - row.fee - row.toPayer
                    : held,
          0n,
        ),
  });

  it("has what was put in, paid, and given back at the end", async () => {
    const rows: StreamLogRow[] = [
      { __typename: "StreamOpened", ...at(1), deposited: 100n },
      { __typename: "StreamToppedUp", ...at(2), actor: payee, amount: 50n },
      { __typename: "StreamPaused", ...at(3) },
      { __typename: "StreamWithdrawn", ...at(4), toPayee: 0n, fee: 0n },
      { __typename: "StreamEnded", ...at(5), toPayee: 60n, fee: 1n, toPayer: 89n },
    ];
    const { index } = indexOfLogs({ head, stream: streamOf(rows) });
    const statement = await streamStatement({ index, tokenAt }, id, all);
    expect(short(statement)).toEqual([
      ["opened", "credit", 100n, 100n],
      ["topped-up", "credit", 50n, 150n],
      ["ended", "debit", 61n, 89n],
      ["ended", "debit", 89n, 0n],
    ]);
    expect(statement.entries.map(({ counterparty }) => counterparty)).toEqual([
      payer,
      payee,
      payee,
      payer,
    ]);
    requireBalanced(statement);
  });

  it("has 10,000 entries, out of pages of 1,000", async () => {
    const { index, asked } = indexOfLogs({ head, stream: streamOf(withdrawals(10_000)) });
    const statement = await streamStatement({ index, tokenAt }, id, all);
    expect(statement.entries).toHaveLength(10_001);
    expect(new Set(statement.entries.map((entry) => entry.id)).size).toBe(10_001);
    expect(asked["StreamLog"]).toBe(11);
    requireBalanced(statement);
  });

  it("has no more than it may, and says what to ask for", async () => {
    const { index } = indexOfLogs({ head, stream: streamOf(withdrawals(longestStatement)) });
    await expect(streamStatement({ index, tokenAt }, id, all)).rejects.toMatchObject({
      status: 400,
      remedy: expect.stringContaining("from and to") as string,
    });
  });
});

describe("the statement of an account", () => {
  const zero: Hex = `0x${"00".repeat(20)}`;
  const escrow: Hex = `0x${"c3".repeat(20)}`;
  const transfer = (
    block: number,
    logIndex: number,
    from: Hex,
    to: Hex,
    value: bigint,
  ): TransferRow => ({
    ...at(block, logIndex, euro),
    from,
    to,
    value,
  });
  const about = { id, payer, payee, orderReference: null };
  const transfers: TransferRow[] = [
    transfer(1, 0, zero, payer, 1_000n),
    transfer(2, 2, payer, escrow, 600n),
    transfer(3, 1, payer, payee, 25n),
    transfer(4, 2, escrow, payer, 600n),
    transfer(4, 3, payer, payee, 7n),
    transfer(5, 0, payer, payer, 3n),
  ];
  const reasons: Logs["reasons"] = {
    payments: [
      { __typename: "PaymentAuthorised", ...at(2, 1, escrow), payment: about },
      { __typename: "PaymentVoided", ...at(4, 1, escrow), payment: about },
    ],
    issues: [{ ...at(1, 1, euro), paymentReference: invoice }],
  };

  it("has every transfer, with the reason that a contract gave for it", async () => {
    const { index } = indexOfLogs({ head, transfers, reasons });
    const statement = await accountStatement({ index, tokenAt }, euro, payer, all);
    expect(short(statement)).toEqual([
      ["minted", "credit", 1_000n, 1_000n],
      ["authorised", "debit", 600n, 400n],
      ["transferred", "debit", 25n, 375n],
      ["voided", "credit", 600n, 975n],
      // In the same transaction, past the escrow: nobody said what it is for.
      ["transferred", "debit", 7n, 968n],
      ["transferred", "debit", 3n, 965n],
      ["transferred", "credit", 3n, 968n],
    ]);
    requireBalanced(statement);
    expect(statement.entries[0]).toMatchObject({ counterparty: null, paymentReference: invoice });
    expect(statement.entries[1]).toMatchObject({ reference: { kind: "payment", id } });
  });

  it("explains a refund, which goes past the escrow, and a subscription, which never comes to it", async () => {
    const subscriptions: Hex = `0x${"c4".repeat(20)}`;
    const { index } = indexOfLogs({
      head,
      transfers: [
        transfer(1, 0, zero, payee, 100n),
        transfer(2, 1, payee, payer, 40n),
        transfer(3, 1, payer, payee, 9n),
      ],
      reasons: {
        payments: [
          { __typename: "PaymentRefunded", ...at(2, 0, escrow), payment: about, creditNote },
        ],
        collections: [{ ...at(3, 0, subscriptions), subscription: about, invoice }],
      },
    });
    const { entries } = await accountStatement({ index, tokenAt }, euro, payer, all);
    expect(entries.map(({ kind, invoice: hash }) => [kind, hash])).toEqual([
      ["refunded", creditNote],
      ["collected", invoice],
    ]);
  });

  it("is empty for an account that never had any", async () => {
    const { index } = indexOfLogs({ head, transfers });
    const statement = await accountStatement({ index, tokenAt }, euro, `0x${"99".repeat(20)}`, all);
    expect(statement).toMatchObject({ opening: 0n, closing: 0n, entries: [] });
  });

  it("refuses the zero address, from which all money comes and which never has any", async () => {
    const { index } = indexOfLogs({ head, transfers: [transfer(1, 0, zero, payee, 100n)] });
    await expect(accountStatement({ index, tokenAt }, euro, zero, all)).rejects.toMatchObject({
      status: 404,
    });
  });

  it("asks for fewer transactions at once where they say much", async () => {
    const many = Array.from({ length: 200 }, (_, i) => transfer(i + 1, 20, zero, payer, 1n));
    const said = many.flatMap(({ block }) =>
      Array.from({ length: 10 }, (_, i) => ({
        __typename: "PaymentAuthorised" as const,
        ...at(block, i, escrow),
        payment: about,
      })),
    );
    const { index, asked } = indexOfLogs({
      head: { number: 500, timestamp: 9_000 },
      transfers: many,
      reasons: { payments: said },
    });
    const { entries } = await accountStatement({ index, tokenAt }, euro, payer, all);
    expect(entries).toHaveLength(200);
    // All, two halves that are as large as a page, and their halves.
    expect(asked["ReasonsOfTransfers"]).toBe(7);
  });
});
