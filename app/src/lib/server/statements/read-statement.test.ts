import { describe, expect, it } from "vitest";

import type {
  PaymentLogRow,
  StreamLogRow,
  SubscriptionLogRow,
  TransferRow,
} from "#lib/index/statements.ts";

import {
  at,
  contract,
  euro,
  indexOfLogs,
  type Logs,
  noTransfers,
  payee,
  payer,
  tokenAt,
} from "./index-of-logs.ts";
import {
  accountStatement,
  longestStatement,
  paymentStatement,
  streamStatement,
  subscriptionStatement,
} from "./read-statement.ts";
import type { Hex, Period, Statement } from "./statement.ts";

const id: Hex = `0x${"11".repeat(32)}`;
const invoice: Hex = `0x${"22".repeat(32)}`;
const creditNote: Hex = `0x${"33".repeat(32)}`;
const all: Period = { from: null, to: null };
const head = { number: 100, timestamp: 2_000 };

const payment: PaymentLogRow[] = [
  { __typename: "PaymentAuthorised", ...at(1), actor: payer, amount: 1_000n },
  { __typename: "AnnexAgreed", ...at(1, 1) },
  { __typename: "PaymentCaptured", ...at(2), amount: 300n, fee: 3n, invoice },
  { __typename: "PaymentRefunded", ...at(3), actor: payee, amount: 50n, creditNote },
  { __typename: "DisputeOpened", ...at(4) },
  { __typename: "DisputeSettled", ...at(5), payeeAmount: 200n, payerAmount: 500n, fee: 2n },
];
const heldAt = (block: number) => (block < 1 ? 0n : block < 2 ? 1_000n : block < 5 ? 700n : 0n);

function ask(logs: Partial<Logs>, period: Period = all): Promise<Statement> {
  const { index } = indexOfLogs({ head, payment: { rows: payment, heldAt }, ...logs });
  return paymentStatement({ index, tokenAt, transfersIn: noTransfers }, id, period);
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
    await expect(
      paymentStatement({ index, tokenAt, transfersIn: noTransfers }, id, all),
    ).rejects.toMatchObject({
      status: 404,
    });
    const silent = { ask: async () => ({ _meta: null }) } as unknown as typeof index;
    await expect(
      paymentStatement({ index: silent, tokenAt, transfersIn: noTransfers }, id, all),
    ).rejects.toMatchObject({
      status: 503,
    });
  });

  describe("that another account brought", () => {
    const stranger: Hex = `0x${"d4".repeat(20)}`;
    const brought = payment.map((row) =>
      row.__typename === "PaymentAuthorised" ? { ...row, actor: stranger } : row,
    );
    const said = (logIndex: number, from: Hex, token = euro, to = contract) => ({
      token,
      from,
      to,
      logIndex,
    });
    const first = async (transfers: ReturnType<typeof said>[]) => {
      const { index } = indexOfLogs({ head, payment: { rows: brought, heldAt } });
      const transfersIn = async (transaction: Hex) =>
        transaction === at(1).transaction ? transfers : [];
      return (await paymentStatement({ index, tokenAt, transfersIn }, id, all)).entries[0];
    };

    it("names the account as debtor where it paid, and the payer for whom", async () => {
      expect(await first([said(2, stranger)])).toMatchObject({
        counterparty: stranger,
        debtor: stranger,
        ultimateDebtor: payer,
      });
    });

    it("names the payer where the account brought its signature", async () => {
      expect(await first([said(2, payer)])).toMatchObject({
        counterparty: payer,
        debtor: payer,
        ultimateDebtor: null,
      });
    });

    it("takes no other transfer of the transaction for it", async () => {
      const others = [
        said(0, payer),
        said(2, payer, payee),
        said(3, payer, euro, payee),
        said(4, stranger),
        said(5, payer),
      ];
      expect(await first(others)).toMatchObject({ debtor: stranger });
    });

    it("names nobody where the token does not say, but for whom", async () => {
      expect(await first([])).toMatchObject({ debtor: null, ultimateDebtor: payer });
    });
  });

  it("names who gave back, and for whom where an operator did", async () => {
    const operator: Hex = `0x${"d4".repeat(20)}`;
    const refundBy = async (actor: Hex) => {
      const rows = payment.map((row) =>
        row.__typename === "PaymentRefunded" ? { ...row, actor } : row,
      );
      return (await ask({ payment: { rows, heldAt } })).entries[2];
    };
    expect(await refundBy(payee)).toMatchObject({ debtor: payee, ultimateDebtor: null });
    expect(await refundBy(operator)).toMatchObject({
      counterparty: payer,
      debtor: operator,
      ultimateDebtor: payee,
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
    const statement = await streamStatement({ index, tokenAt, transfersIn: noTransfers }, id, all);
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
    expect(statement.entries.map(({ debtor, ultimateDebtor }) => [debtor, ultimateDebtor])).toEqual(
      [
        [payer, null],
        [payee, payer],
        [null, null],
        [null, null],
      ],
    );
  });

  it("names the sponsor who opened it, and for whom", async () => {
    const sponsor: Hex = `0x${"d4".repeat(20)}`;
    const rows: StreamLogRow[] = [{ __typename: "StreamOpened", ...at(1), deposited: 100n }];
    const { index } = indexOfLogs({ head, stream: { ...streamOf(rows), sponsor } });
    const { entries } = await streamStatement(
      { index, tokenAt, transfersIn: noTransfers },
      id,
      all,
    );
    expect(entries[0]).toMatchObject({
      counterparty: sponsor,
      debtor: sponsor,
      ultimateDebtor: payer,
    });
  });

  it("has 10,000 entries, out of pages of 1,000", async () => {
    const { index, asked } = indexOfLogs({ head, stream: streamOf(withdrawals(10_000)) });
    const statement = await streamStatement({ index, tokenAt, transfersIn: noTransfers }, id, all);
    expect(statement.entries).toHaveLength(10_001);
    expect(new Set(statement.entries.map((entry) => entry.id)).size).toBe(10_001);
    expect(asked["StreamLog"]).toBe(11);
    requireBalanced(statement);
  });

  it("has no more than it may, and says what to ask for", async () => {
    const { index } = indexOfLogs({ head, stream: streamOf(withdrawals(longestStatement)) });
    await expect(
      streamStatement({ index, tokenAt, transfersIn: noTransfers }, id, all),
    ).rejects.toMatchObject({
      status: 400,
      remedy: expect.stringContaining("from and to") as string,
    });
  });
});

describe("the statement of a subscription", () => {
  const collected = (block: number, amount: bigint): SubscriptionLogRow => ({
    __typename: "SubscriptionCollected",
    ...at(block),
    amount,
    fee: 1n,
    invoice,
  });
  const rows: SubscriptionLogRow[] = [
    { __typename: "Subscribed", ...at(1) },
    collected(2, 40n),
    collected(4, 25n),
    { __typename: "SubscriptionCancelled", ...at(5) },
  ];
  const collectedAt = (block: number) => (block < 2 ? 0n : block < 4 ? 40n : 65n);
  const ask = (subscription: Logs["subscription"], period: Period = all) =>
    subscriptionStatement(
      { ...indexOfLogs({ head, subscription }), tokenAt, transfersIn: noTransfers },
      id,
      period,
    );

  it("leads from nothing to what was collected, each time from the payer, with fee and invoice", async () => {
    const statement = await ask({ rows, collectedAt });
    expect(short(statement)).toEqual([
      ["collected", "credit", 40n, 40n],
      ["collected", "credit", 25n, 65n],
    ]);
    requireBalanced(statement);
    expect(statement.account).toMatchObject({ kind: "subscription", id, holder: contract });
    expect(statement.entries[0]).toMatchObject({
      counterparty: payer,
      debtor: payer,
      ultimateDebtor: null,
      fee: 1n,
      invoice,
      orderReference: `0x${"0d".repeat(32)}`,
      reference: { kind: "subscription", id },
    });
  });

  it("has of a period what was collected in it, after what was before", async () => {
    const statement = await ask({ rows, collectedAt }, { from: 1_030, to: null });
    expect(statement).toMatchObject({ opening: 40n, closing: 65n });
    expect(statement.entries).toHaveLength(1);
  });

  it("is refused where the entries do not lead to what was collected", async () => {
    const wrong = (block: number) => collectedAt(block) + (block < 4 ? 0n : 1n);
    await expect(ask({ rows, collectedAt: wrong })).rejects.toThrow(/lead to 65, and 66/);
  });

  it("is refused for a subscription that there is not", async () => {
    await expect(ask(undefined)).rejects.toMatchObject({
      status: 404,
      remedy: expect.stringContaining("/api/v1/subscriptions") as string,
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
    const statement = await accountStatement(
      { index, tokenAt, transfersIn: noTransfers },
      euro,
      payer,
      all,
    );
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
    const { entries } = await accountStatement(
      { index, tokenAt, transfersIn: noTransfers },
      euro,
      payer,
      all,
    );
    expect(entries.map(({ kind, invoice: hash }) => [kind, hash])).toEqual([
      ["refunded", creditNote],
      ["collected", invoice],
    ]);
  });

  it("says for whom an account paid: a sponsor for the payer, an operator for the payee", async () => {
    const other: Hex = `0x${"d4".repeat(20)}`;
    const logs: Logs = {
      head,
      transfers: [
        transfer(1, 0, zero, other, 1_000n),
        transfer(2, 1, other, escrow, 600n),
        transfer(3, 1, other, escrow, 30n),
        transfer(4, 1, other, payer, 20n),
        transfer(5, 1, other, payer, 5n),
      ],
      reasons: {
        payments: [
          { __typename: "PaymentAuthorised", ...at(2, 0, escrow), payment: about },
          { __typename: "PaymentRefunded", ...at(4, 0, escrow), payment: about, creditNote },
        ],
        streams: [{ __typename: "StreamToppedUp", ...at(3, 0, escrow), stream: about }],
      },
    };
    const of = async (account: Hex) => {
      const { index } = indexOfLogs(logs);
      const sources = { index, tokenAt, transfersIn: noTransfers };
      const { entries } = await accountStatement(sources, euro, account, all);
      return entries.map(({ kind, debtor, ultimateDebtor }) => [kind, debtor, ultimateDebtor]);
    };
    expect(await of(other)).toEqual([
      ["transferred", null, null],
      ["authorised", null, payer],
      ["topped-up", null, payer],
      ["refunded", null, payee],
      ["transferred", null, null],
    ]);
    expect(await of(escrow)).toEqual([
      ["authorised", other, payer],
      ["topped-up", other, payer],
    ]);
    expect(await of(payer)).toEqual([
      ["refunded", other, payee],
      ["transferred", other, null],
    ]);
  });

  it("is empty for an account that never had any", async () => {
    const { index } = indexOfLogs({ head, transfers });
    const statement = await accountStatement(
      { index, tokenAt, transfersIn: noTransfers },
      euro,
      `0x${"99".repeat(20)}`,
      all,
    );
    expect(statement).toMatchObject({ opening: 0n, closing: 0n, entries: [] });
  });

  it("refuses the zero address, from which all money comes and which never has any", async () => {
    const { index } = indexOfLogs({ head, transfers: [transfer(1, 0, zero, payee, 100n)] });
    await expect(
      accountStatement({ index, tokenAt, transfersIn: noTransfers }, euro, zero, all),
    ).rejects.toMatchObject({
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
    const { entries } = await accountStatement(
      { index, tokenAt, transfersIn: noTransfers },
      euro,
      payer,
      all,
    );
    expect(entries).toHaveLength(200);
    // All, two halves that are as large as a page, and their halves.
    expect(asked["ReasonsOfTransfers"]).toBe(7);
  });
});
