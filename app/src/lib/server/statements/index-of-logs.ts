import type { Index } from "#lib/index/client.ts";
import { indexDouble } from "#lib/index/index-double.ts";
import type {
  PaymentLogRow,
  Reasons,
  StreamLogRow,
  SubscriptionLogRow,
  TransferRow,
} from "#lib/index/statements.ts";

import type { Hex } from "./statement.ts";

/** Stands for the index in tests of statements: some logs, of which it answers what it is asked for, as graph-node would. */
export interface Logs {
  head: { number: number; timestamp: number };
  payment?: { rows: readonly PaymentLogRow[]; heldAt: (block: number) => bigint };
  stream?: { rows: readonly StreamLogRow[]; sponsor?: Hex; heldAt: (block: number) => bigint };
  subscription?: { rows: readonly SubscriptionLogRow[]; collectedAt: (block: number) => bigint };
  transfers?: readonly TransferRow[];
  reasons?: Partial<Reasons>;
}

interface Bounds {
  after?: string;
  from: string;
  until?: string;
  block: number;
}

export const payer: Hex = `0x${"a1".repeat(20)}`;
export const payee: Hex = `0x${"b2".repeat(20)}`;
export const contract: Hex = `0x${"c3".repeat(20)}`;
export const euro: Hex = `0x${"e0".repeat(20)}`;
export const order: Hex = `0x${"0d".repeat(32)}`;

/** Numbers of the queries that were asked, by their names. */
export type Asked = Record<string, number>;

export function indexOfLogs({
  head,
  payment,
  stream,
  subscription,
  transfers = [],
  reasons,
}: Logs): {
  index: Index;
  asked: Asked;
} {
  const asked: Asked = {};
  const counted = (name: string, answer: (variables: never) => object) => (variables: never) => {
    asked[name] = (asked[name] ?? 0) + 1;
    return answer(variables);
  };
  const page = (rows: readonly Row[]) => (bounds: Bounds) => ({
    rows: within(rows, bounds).slice(0, 1_000),
  });
  const before = (rows: readonly Row[]) => (bounds: Bounds) => ({
    rows: rows
      .filter(({ timestamp, block }) => timestamp < Number(bounds.from) && block <= bounds.block)
      .slice(-1),
  });
  const held = (heldAt: (block: number) => bigint, block: number) => ({
    payer,
    payee,
    token: { id: euro },
    custody: { contract },
    orderReference: order,
    held: heldAt(block),
  });
  const index = indexDouble({
    IndexBlock: { _meta: { hasIndexingErrors: false, block: head } },
    PaymentAt: ({ block }: { block: number }) => ({
      payment: payment ? held(payment.heldAt, block) : null,
    }),
    PaymentLog: counted("PaymentLog", page(payment?.rows ?? [])),
    PaymentBefore: before(payment?.rows ?? []),
    StreamAt: ({ block }: { block: number }) => ({
      stream: stream ? { ...held(stream.heldAt, block), sponsor: stream.sponsor ?? null } : null,
    }),
    StreamLog: counted("StreamLog", page(stream?.rows ?? [])),
    StreamBefore: before(stream?.rows ?? []),
    SubscriptionAt: ({ block }: { block: number }) => ({
      subscription: subscription
        ? {
            contract,
            payer,
            payee,
            token: { id: euro },
            orderReference: order,
            collected: subscription.collectedAt(block),
          }
        : null,
    }),
    SubscriptionLog: counted("SubscriptionLog", page(subscription?.rows ?? [])),
    SubscriptionBefore: before(subscription?.rows ?? []),
    TransfersOfAccount: counted(
      "TransfersOfAccount",
      ({ account, ...bounds }: Bounds & { account: Hex }) =>
        page(transfers.filter(({ from, to }) => from === account || to === account))(bounds),
    ),
    TransferBefore: ({ account, ...bounds }: Bounds & { account: Hex }) =>
      before(transfers.filter(({ from, to }) => from === account || to === account))(bounds),
    BalanceAt: ({ holder, block }: { holder: Hex; block: number }) => {
      const account: Hex = `0x${holder.slice(42)}`;
      return { holder: { balance: balanceAt(transfers, account, block) } };
    },
    ReasonsOfTransfers: counted(
      "ReasonsOfTransfers",
      ({ transactions }: { transactions: Hex[] }) => {
        const of = <R extends { transaction: Hex }>(rows: readonly R[] = []) =>
          rows.filter(({ transaction }) => transactions.includes(transaction)).slice(0, 1_000);
        return {
          payments: of(reasons?.payments),
          streams: of(reasons?.streams),
          collections: of(reasons?.collections),
          claims: of(reasons?.claims),
          spendings: of(reasons?.spendings),
          contributions: of(reasons?.contributions),
          issues: of(reasons?.issues),
          redemptions: of(reasons?.redemptions),
        };
      },
    ),
  });
  return { index, asked };
}

interface Row {
  ordinal: bigint;
  timestamp: number;
  block: number;
}

function within(rows: readonly Row[], { after = "-1", from, until, block }: Bounds): Row[] {
  return rows.filter(
    (row) =>
      row.ordinal > BigInt(after) &&
      row.timestamp >= Number(from) &&
      row.timestamp < Number(until) &&
      row.block <= block,
  );
}

/** What an account has after a block. */
export function balanceAt(transfers: readonly TransferRow[], account: Hex, block: number): bigint {
  return transfers
    .filter((one) => one.block <= block)
    .reduce(
      (sum, { from, to, value }) =>
        sum + (to === account ? value : 0n) - (from === account ? value : 0n),
      0n,
    );
}

type Place = Pick<
  TransferRow,
  "ordinal" | "emitter" | "transaction" | "block" | "timestamp" | "logIndex"
>;

/** Where something was said: block n has the time 1,000 + 10 n. */
export function at(block: number, logIndex = 0, emitter: Hex = contract): Place {
  const transaction: Hex = `0x${block.toString(16).padStart(64, "0")}`;
  return {
    ordinal: (BigInt(block) << 32n) + BigInt(logIndex),
    emitter,
    transaction,
    block,
    timestamp: 1_000 + 10 * block,
    logIndex,
  };
}

export const tokenAt = async (address: Hex) => ({ address, symbol: "EUR", decimals: 6 });

/** A token that says nothing. */
export const noTransfers = async () => [];
