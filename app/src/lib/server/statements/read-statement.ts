import { zeroAddress } from "viem";

import type { Index } from "#lib/index/client.ts";
import {
  balanceAtQuery,
  indexBlockQuery,
  logPage,
  paymentAtQuery,
  paymentBeforeQuery,
  paymentLogQuery,
  reasonLists,
  type Reasons,
  reasonsQuery,
  streamAtQuery,
  streamBeforeQuery,
  streamLogQuery,
  transferBeforeQuery,
  transfersQuery,
} from "#lib/index/statements.ts";

import { Problem } from "../api/problem-of.ts";
import { accountMovements } from "./account-movements.ts";
import { paymentMovements, streamMovements } from "./custody-movements.ts";
import {
  balanced,
  type Hex,
  type Movement,
  type Period,
  type Statement,
  type Token,
} from "./statement.ts";

/** Lines of the log of a statement at most, so that it stays within the memory of a server. */
export const longestStatement = 20_000;

/** Transactions that are asked about at once. */
const reasonPage = 250;

/** Beyond the times that contracts count. */
const never = 2n ** 48n;

export interface StatementSources {
  index: Index;
  /** What the token with an address is called, and its decimals. */
  tokenAt: (address: Hex) => Promise<Token>;
}

/** A part of a log: what is asked of the index, without what changes from page to page. */
interface Bounds {
  from: string;
  until: string;
  block: number;
}

/**
 * Of what the escrow holds for a payment.
 * @throws Problem 404 where there is no such payment, 400 for a period with too much in it, 503 while the index has no block.
 */
export async function paymentStatement(
  sources: StatementSources,
  id: Hex,
  period: Period,
): Promise<Statement> {
  const { index } = sources;
  return heldStatement(sources, { kind: "payment", id }, period, {
    at: async (block) => (await index.ask(paymentAtQuery, { id, block })).payment,
    log: (page) => index.ask(paymentLogQuery, { payment: id, ...page }),
    before: (asked) => index.ask(paymentBeforeQuery, { payment: id, ...asked }),
    movements: (payment, rows) => paymentMovements(id, payment, rows),
  });
}

/** Of what is held for a stream; as `paymentStatement`. */
export async function streamStatement(
  sources: StatementSources,
  id: Hex,
  period: Period,
): Promise<Statement> {
  const { index } = sources;
  return heldStatement(sources, { kind: "stream", id }, period, {
    at: async (block) => (await index.ask(streamAtQuery, { id, block })).stream,
    log: (page) => index.ask(streamLogQuery, { stream: id, ...page }),
    before: (asked) => index.ask(streamBeforeQuery, { stream: id, ...asked }),
    movements: (stream, rows) => streamMovements(id, stream, rows),
  });
}

interface Held {
  custody: { contract: Hex };
  token: { id: Hex };
  held: bigint;
}

/** How something that a contract holds money for is read. */
interface HeldReading<Found extends Held, Row> {
  /** As it was after a block; null where it was not there. */
  at: (block: number) => Promise<Found | null>;
  log: (page: Bounds & { after: string }) => Promise<{ rows: readonly Row[] }>;
  before: (asked: {
    from: string;
    block: number;
  }) => Promise<{ rows: readonly { block: number }[] }>;
  movements: (found: Found, rows: readonly Row[]) => Movement[];
}

async function heldStatement<Found extends Held, Row extends { ordinal: bigint; block: number }>(
  { index, tokenAt }: StatementSources,
  { kind, id }: { kind: "payment" | "stream"; id: Hex },
  period: Period,
  { at, log, before, movements }: HeldReading<Found, Row>,
): Promise<Statement> {
  const asOf = await indexBlock(index);
  const found = await at(asOf.block);
  if (found === null) throw unknown(kind);
  const heldAt = async (block: number) => (await at(block))?.held ?? 0n;
  const bounds = boundsOf(period, asOf.block);
  const [rows, opening, token] = await Promise.all([
    wholeLog((after) => log({ ...bounds, after })),
    openingOf(period, () => before({ from: bounds.from, block: asOf.block }), heldAt),
    tokenAt(found.token.id),
  ]);
  const last = rows.at(-1);
  return balanced(
    { account: { kind, id, holder: found.custody.contract, token }, period, asOf },
    opening,
    movements(found, rows),
    last === undefined ? opening : await heldAt(last.block),
  );
}

/**
 * Of the test e-money that an account has; as `paymentStatement`. An account that never had any has a statement, too.
 * @param euro Address of the token.
 * @throws Problem 404 for the zero address, too, which has no balance: tokens name it where money is minted and redeemed.
 */
export async function accountStatement(
  { index, tokenAt }: StatementSources,
  euro: Hex,
  account: Hex,
  period: Period,
): Promise<Statement> {
  if (account === zeroAddress) {
    throw new Problem(
      404,
      "The zero address is no account.",
      "Give the address of an account that has money; what is minted and redeemed stands in the statements of those who got and gave it.",
    );
  }
  const asOf = await indexBlock(index);
  const { block } = asOf;
  const holder = `${euro}${account.slice(2)}`;
  const balanceAt = async (block: number) =>
    (await index.ask(balanceAtQuery, { holder, block })).holder?.balance ?? 0n;
  const bounds = boundsOf(period, block);
  const [transfers, opening] = await Promise.all([
    wholeLog((after) => index.ask(transfersQuery, { account, after, ...bounds })),
    openingOf(
      period,
      () => index.ask(transferBeforeQuery, { account, from: bounds.from, block }),
      balanceAt,
    ),
  ]);
  const transactions = [...new Set(transfers.map(({ transaction }) => transaction))];
  const reasons = await reasonsOf(index, transactions, block);
  const last = transfers.at(-1);
  return balanced(
    {
      account: { kind: "account", id: account, holder: euro, token: await tokenAt(euro) },
      period,
      asOf,
    },
    opening,
    accountMovements(account, transfers, reasons),
    last === undefined ? opening : await balanceAt(last.block),
  );
}

async function indexBlock(index: Index): Promise<Statement["asOf"]> {
  const { _meta: meta } = await index.ask(indexBlockQuery, {});
  if (meta === null || meta.block.timestamp === null || meta.hasIndexingErrors) {
    throw new Problem(
      503,
      "The index cannot answer now.",
      "Try again in a moment; tell the operator of this server if it fails again.",
    );
  }
  return { block: meta.block.number, time: meta.block.timestamp };
}

function unknown(what: "payment" | "stream"): Problem {
  return new Problem(
    404,
    `There is no such ${what}.`,
    `Give the id of a ${what} of /api/v1/${what}s; the index knows a new one some seconds after its block.`,
  );
}

function boundsOf({ from, to }: Period, block: number): Bounds {
  return { from: String(from ?? 0), until: String(to ?? never), block };
}

/** All of a log, page by page. */
async function wholeLog<Row extends { ordinal: bigint }>(
  page: (after: string) => Promise<{ rows: readonly Row[] }>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const { rows } = await page(String(all.at(-1)?.ordinal ?? -1n));
    all.push(...rows);
    if (all.length > longestStatement) {
      throw new Problem(
        400,
        `The period has more than ${longestStatement} entries.`,
        "Ask for a shorter one with from and to.",
      );
    }
    if (rows.length < logPage) return all;
  }
}

/** What was held after the last that was said before the period. */
async function openingOf(
  { from }: Period,
  before: () => Promise<{ rows: readonly { block: number }[] }>,
  heldAt: (block: number) => Promise<bigint>,
): Promise<bigint> {
  if (from === null) return 0n;
  const [last] = (await before()).rows;
  return last === undefined ? 0n : heldAt(last.block);
}

/** What was said in transactions, some of them at a time. */
async function reasonsOf(
  index: Index,
  transactions: readonly Hex[],
  block: number,
): Promise<Reasons> {
  const parts: Reasons[] = [];
  for (let at = 0; at < transactions.length; at += reasonPage)
    parts.push(...(await reasonsIn(index, transactions.slice(at, at + reasonPage), block)));
  return Object.fromEntries(
    reasonLists.map((list) => [list, parts.flatMap((part): unknown[] => part[list])]),
  ) as unknown as Reasons;
}

async function reasonsIn(
  index: Index,
  transactions: readonly Hex[],
  block: number,
): Promise<Reasons[]> {
  const read = await index.ask(reasonsQuery, { transactions: [...transactions], block });
  if (reasonLists.every((list) => read[list].length < logPage)) return [read];
  const [only] = transactions;
  if (transactions.length === 1) {
    throw new Problem(
      400,
      `The transaction ${only} says too much.`,
      "Ask for a period without it, by from and to.",
    );
  }
  // A list was cut: half of the transactions say less.
  const middle = Math.ceil(transactions.length / 2);
  return [
    ...(await reasonsIn(index, transactions.slice(0, middle), block)),
    ...(await reasonsIn(index, transactions.slice(middle), block)),
  ];
}
